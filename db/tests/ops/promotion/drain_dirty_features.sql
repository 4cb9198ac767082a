begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA008', 'B0TESTA009');
insert into ops.dirty_features (asin, marketplace)
select 'B0TESTA00' || n, 'US' from generate_series(1, 9) as n
union all
select 'B0TESTA001', 'US';
select ops.promotion_scratch();
select ops.drain_dirty_features(3);
select set_eq(
    'select c.asin from pg_temp.changed_features as c', array['B0TESTA001', 'B0TESTA008', 'B0TESTA009'], 'a part is taken, compared products first'
);
select is((select count(*) from ops.dirty_features), 7::bigint, 'the rest waits');
select ops.drain_dirty_features();
select is_empty('select 1 from ops.dirty_features', 'until it is taken');

select * from finish();
rollback;
