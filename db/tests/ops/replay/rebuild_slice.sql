begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/differences.psql
\ir ../../support/versions.psql
select plan(14);

set local role asinmart_owner;
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select pg_temp.load_run('s1', variadic array(
    select pg_temp.observed(a.asin, d.day::date, jsonb_build_object('price', 10 + extract(day from d.day), 'bsr', 5, 'bsr_category', 'Gloves'))
    from (values ('B0TESTA001'), ('B0TESTA002'), ('B0TESTA003')) as a (asin)
    cross join generate_series('2025-01-20'::timestamp, '2025-04-05', '5 days') as d (day)
));
delete from core.alerts;
create temp table before on commit drop as select v.* from pg_temp.row_versions() as v;
select is(ops.rebuild_slice('2025-01-01', '2025-12-31'), 0::bigint, 'correct marts are not written');
select set_eq('select * from pg_temp.row_versions()', 'table before', 'no row is written and nothing is announced');
select is(ops.rebuild_slice('2031-01-01', '2031-01-31'), 0::bigint, 'days without data are correct');

-- After a restore of core alone, or a manual change.
delete from mart.product_latest where asin <> 'B0TESTA003';
update mart.product_latest set price = 1, date = '2025-02-01' where asin = 'B0TESTA003';
insert into mart.product_latest (asin, marketplace, date, status) values ('B0TESTA009', 'US', '2025-03-03', 'ok');
-- A day that was not observed, lost rows, and wrong ones: the windows of a rebuilt day must not rest on those of others.
insert into mart.product_days select (jsonb_populate_record(m, '{"date": "2025-03-27"}')).*
from mart.product_days as m where m.asin = 'B0TESTA001' and m.date = '2025-03-26';
delete from mart.product_days where asin = 'B0TESTA001' and date between '2025-02-01' and '2025-03-15';
update mart.product_days set price_delta = 77 where asin = 'B0TESTA003';
update mart.product_days set price_sum_7 = 77, price_sum_30 = 77, price_sum_90 = 77 where asin = 'B0TESTA002';
insert into mart.competitor_comparison_daily (asin_main, asin_comp, marketplace, date) values ('B0TESTA003', 'B0TESTA001', 'US', '2025-03-11'), ('B0TESTA001', 'B0TESTA002', 'US', '2025-03-30');
update mart.competitor_comparison_daily set price_diff = 77 where date < '2025-02-01';
select isnt_empty('select * from pg_temp.differences()', 'damaged marts differ from their definitions');
set local role asinmart_admin;
select cmp_ok(ops.rebuild_slice('2025-03-01', '2025-03-31'), '>', 20::bigint, 'an admin can rebuild a month');
set local role asinmart_owner;
select is_empty($$select 1 from pg_temp.differences() as d where d.row_text ~ '"date": "2025-03'$$, 'the days of that month are then correct');
select isnt_empty($$select 1 from pg_temp.differences() as d where d.row_text ~ '"date": "2025-02'$$, 'other days are not changed');
select cmp_ok((select sum(ops.rebuild_slice(m.month, (m.month + interval '1 month - 1 day')::date)) from ops.mart_months() as m (month)), '>', 20::numeric, 'the other months are rebuilt');
select is_empty('select * from pg_temp.differences()', 'all days are then correct');
select is_empty('select 1 from core.alerts', 'no alert is raised');
select results_eq(
    $$select distinct k.key from ops.cache_invalidations as i cross join unnest(i.product_keys) as k (key) where i.job_id is null order by 1$$,
    array['B0TESTA001:US', 'B0TESTA002:US', 'B0TESTA003:US', 'B0TESTA009:US'], 'caches are notified'
);
-- A manually corrected daily row is a fact, not a fault.
update core.product_metrics_daily set price = 99 where asin = 'B0TESTA001' and date = '2025-03-01';
delete from ops.dirty_days;
select cmp_ok(ops.rebuild_slice('2025-03-01', '2025-03-31'), '>', 3::bigint, 'a daily row that no trigger recorded reaches the marts');
select is((select d.price from core.product_metrics_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-01'), 99::numeric, 'the daily row is kept');
set local role asinmart_loader;
select throws_ok($$select ops.rebuild_slice('2025-03-01', '2025-03-31')$$, '42501', null, 'a loader cannot rebuild marts');

select * from finish();
rollback;
