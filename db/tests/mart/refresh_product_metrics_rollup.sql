begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/differences.psql
set local role asinmart_owner;
select plan(14);

create view pg_temp.rollups as
select w.asin, w.as_of, w.window_days::integer, w.price_min, w.price_max, w.price_change_pct, w.observed_days::integer
from mart.product_metrics_rollup as w;

select pg_temp.land_run('r1', array(
    select pg_temp.observed('B0TESTA001', '2025-01-01'::date + n, jsonb_build_object('price', 100 + n % 10, 'bsr', 50 + n, 'reviews_count', n))
    from generate_series(0, 119) as n where n % 7 <> 3
));
select is((pg_temp.promote('r1')).status, 'SUCCESS', 'a history of four months with gaps is loaded');
select is_empty('select * from pg_temp.differences()', 'its rollups equal the definition');

create temp table before on commit drop as
select w.as_of, w.window_days, w.tableoid as partition_id, w.ctid as place from mart.product_metrics_rollup as w;
create temp view touched as
select distinct w.as_of
from mart.product_metrics_rollup as w
left join before as b
    on b.as_of = w.as_of and b.window_days = w.window_days and b.partition_id = w.tableoid and b.place = w.ctid
where w.asin = 'B0TESTA001' and b.as_of is null;

select pg_temp.load_run('r2', pg_temp.observed('B0TESTA001', '2025-01-04', '{"price": 1}'));
select results_eq(
    'select min(t.as_of), max(t.as_of) from pg_temp.touched as t',
    $$values ('2025-01-04'::date, '2025-04-03'::date)$$,
    'a late day changes the windows as of that day and of the 89 days after it, and no others'
);
select results_eq(
    $$select r.window_days, r.price_min from pg_temp.rollups as r where r.as_of = '2025-04-03' order by r.window_days$$,
    $$values (7, 100::numeric), (30, 100), (90, 1)$$,
    '89 days later it is still in the longest window'
);
select is_empty('select * from pg_temp.differences()', 'the table equals its definition');

select pg_temp.load_run('r3', pg_temp.observed('B0TESTA001', '2025-01-04', '{"price": 100}'));
select is(
    (select min(r.price_min) from pg_temp.rollups as r), 100::numeric,
    'when the lowest price is corrected the windows have the next lowest'
);
select pg_temp.load_run('r4', pg_temp.observed('B0TESTA001', '2025-01-04', '{"status": "blocked"}'));
select is_empty(
    $$select 1 from pg_temp.rollups as r where r.as_of = '2025-01-04'$$, 'a deleted day has no windows'
);
select is_empty('select * from pg_temp.differences()', 'the windows that contained it change');

-- Leap days and ends of months.
select pg_temp.land_run('r5', array(
    select pg_temp.observed('B0TESTA002', d::date, jsonb_build_object('price', extract(day from d)))
    from generate_series('2024-01-28'::timestamp, '2024-03-02', '1 day') as d
));
select pg_temp.promote('r5');
select results_eq(
    $$
        select r.as_of, r.observed_days, r.price_max from pg_temp.rollups as r
        where r.asin = 'B0TESTA002' and r.window_days = 30 and r.as_of >= '2024-02-27' order by r.as_of
    $$,
    $$values
        ('2024-02-27'::date, 30, 31::numeric), ('2024-02-28', 30, 31), ('2024-02-29', 30, 31), ('2024-03-01', 30, 29),
        ('2024-03-02', 30, 29)
    $$,
    'a window of thirty days has thirty days at the end of a leap February'
);

-- A product of another year in one batch: every row is updated.
select pg_temp.load_run('r6', pg_temp.observed('B0TESTA002', '2024-03-01', '{"price": 500}'), pg_temp.observed('B0TESTA001', '2025-04-30', '{"price": 600}'));
select is_empty('select * from pg_temp.differences()', 'products of different years can change in one batch');

-- A manual change for a product that was deleted: its days remain.
delete from core.products where asin = 'B0TESTA002';
select pg_temp.load_run('r7', pg_temp.observed('B0TESTA003', '2024-02-10', '{"price": 1}'));
update core.product_metrics_daily set price = 2 where asin in ('B0TESTA002', 'B0TESTA003') and date = '2024-02-10';
select ops.refresh_dirty();
select is_empty(
    $$select * from pg_temp.differences() as d where d.derived <> 'product_metrics_daily'$$, 'days of a product without a description are refreshed too'
);

select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-02-01');
insert into pg_temp.delta_days (asin, marketplace, date, is_near) values ('B0TESTA001', 'US', '2025-02-01', true);
select is(mart.refresh_product_metrics_rollup(), 0, 'a day without a real change writes nothing');
update mart.product_metrics_rollup set price_avg = 0 where asin = 'B0TESTA001' and as_of = '2025-02-03' and window_days = 30;
select is(mart.refresh_product_metrics_rollup(), 1, 'only rows that differ are written and counted');

-- A day before the horizon of the deltas still changes the windows of kept days, whatever else changed.
select pg_temp.load_run(
    'r8', pg_temp.observed('B0TESTA004', '2025-04-04', '{"price": 10}'), pg_temp.observed('B0TESTA004', '2025-04-10', '{"price": 20}'),
    pg_temp.observed('B0TESTA004', '2025-06-20', '{"price": 30}'), pg_temp.observed('B0TESTA005', '2025-05-10', '{"price": 5}')
);
update ops.partition_policies set horizon = '2025-05-01' where parent ~ '^mart\.';
select pg_temp.load_run(
    'r9', pg_temp.observed('B0TESTA004', '2025-04-04', '{"price": 5}'), pg_temp.observed('B0TESTA005', '2025-05-10', '{"price": 6}')
);
select results_eq(
    $$select r.price_min from rollups as r where r.asin = 'B0TESTA004' and r.as_of = '2025-06-20' and r.window_days = 90$$, $$values (5.00)$$,
    'a day before the horizon of the deltas changes the windows of kept days'
);

select * from finish();
rollback;
