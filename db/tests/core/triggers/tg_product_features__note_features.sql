begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.load_run('n1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "attributes": {"Colour": "Red"}}'));
select is_empty('select 1 from ops.dirty_features', 'what the promotion writes it reads itself');
update core.product_features set attributes = '{"Colour": "Blue"}';
select results_eq('select d.asin, d.marketplace from ops.dirty_features as d', $$values ('B0TESTA001', 'US')$$, 'a manual change is recorded');
delete from ops.dirty_features;
delete from core.product_feature_values;
select results_eq('select d.asin from ops.dirty_features as d', $$values ('B0TESTA001')$$, 'a deleted feature is recorded');
delete from ops.dirty_features;
delete from core.product_features;
select results_eq('select d.asin from ops.dirty_features as d', $$values ('B0TESTA001')$$, 'deleted bullet points and attributes are recorded');
delete from ops.dirty_features;
insert into core.product_features (asin, marketplace, extracted_at) values ('B0TESTA001', 'US', '2025-03-10');
select results_eq('select d.asin from ops.dirty_features as d', $$values ('B0TESTA001')$$, 'new ones are recorded');

select * from finish();
rollback;
