begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.load_run(
    'n1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "attributes": {"Colour": "Red"}}'),
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 1}')
);
insert into core.feature_names (name, feature_name, feature_category) values ('hue', 'color', 'design');
select results_eq('select d.asin from ops.dirty_features as d', $$values ('B0TESTA001')$$, 'a new name has all features read again');
update core.feature_units set factor = 1001 where name = 'kg';
select is((select count(*) from ops.dirty_features), 1::bigint, 'once');
delete from ops.dirty_features;
update core.feature_units set factor = 1000 where name = 'kg';
select is((select count(*) from ops.dirty_features), 1::bigint, 'so does a changed unit');
delete from ops.dirty_features;
delete from core.feature_rules where feature_name = 'bpa free';
select is((select count(*) from ops.dirty_features), 1::bigint, 'and a rule that is deleted');

select * from finish();
rollback;
