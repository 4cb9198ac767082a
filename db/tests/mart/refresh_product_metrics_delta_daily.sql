begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/differences.psql
set local role asinmart_owner;
select plan(22);

create view pg_temp.deltas as
select d.asin, d.date, d.previous_date, d.days_since_previous, d.price_delta, d.price_change_pct
from mart.product_metrics_delta_daily as d;

select pg_temp.load_run('d1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10}'));
select pg_temp.load_run('d2', pg_temp.observed('B0TESTA001', '2025-03-05', '{"price": 20}'));
select results_eq(
    'select d.date, d.previous_date, d.price_delta from pg_temp.deltas as d order by d.date',
    $$values ('2025-03-01'::date, null::date, null::numeric), ('2025-03-05', '2025-03-01', 10)$$,
    'a new day is compared with the newest day before it'
);
select pg_temp.load_run('d3', pg_temp.observed('B0TESTA001', '2025-03-03', '{"price": 16}'));
select results_eq(
    'select d.date, d.previous_date, d.days_since_previous, d.price_delta, d.price_change_pct from pg_temp.deltas as d order by d.date',
    $$values
        ('2025-03-01'::date, null::date, null::integer, null::numeric, null::numeric),
        ('2025-03-03', '2025-03-01', 2, 6, 60.00),
        ('2025-03-05', '2025-03-03', 2, 4, 25.00)
    $$,
    'a late day has its own delta and changes that of the next day'
);
select pg_temp.load_run('d4', pg_temp.observed('B0TESTA001', '2025-02-01', '{"price": 5}'));
select results_eq(
    $$select d.previous_date, d.price_delta from pg_temp.deltas as d where d.date = '2025-03-01'$$,
    $$values ('2025-02-01'::date, 5::numeric)$$,
    'also before the first day, in another month'
);
create temp table before on commit drop as
select d.date, d.tableoid as partition_id, d.ctid as place from mart.product_metrics_delta_daily as d where d.date > '2025-03-01';
select results_eq(
    $$
        select count(*) from mart.product_metrics_delta_daily as d
        inner join before as b on b.date = d.date and b.partition_id = d.tableoid and b.place = d.ctid
    $$,
    $$values (2::bigint)$$,
    'there are rows that must not change'
);
select pg_temp.load_run('d5', pg_temp.observed('B0TESTA001', '2025-01-01', '{"price": 4}'));
select is(
    (
        select count(*) from mart.product_metrics_delta_daily as d
        inner join before as b on b.date = d.date and b.partition_id = d.tableoid and b.place = d.ctid
    ),
    2::bigint, 'days after the next one are not written'
);

-- Far days: beyond the 45 days that a batch usually needs.
select pg_temp.load_run('d6', pg_temp.observed('B0TESTA001', '2025-09-01', '{"price": 40}'));
select results_eq(
    $$select d.previous_date, d.days_since_previous, d.price_change_pct from pg_temp.deltas as d where d.date = '2025-09-01'$$,
    $$values ('2025-03-05'::date, 180, 100.00)$$,
    'a far previous day is found'
);
select pg_temp.load_run(
    'd7',
    pg_temp.observed('B0TESTA001', '2025-09-02', '{"price": 44}'),
    pg_temp.observed('B0TESTA002', '2025-09-02', '{"price": 1}'),
    pg_temp.observed('B0TESTA003', '2024-01-01', '{"price": 1}'),
    pg_temp.observed('B0TESTA003', '2025-09-02', '{"price": 2}')
);
select results_eq(
    $$select d.asin, d.previous_date from pg_temp.deltas as d where d.date = '2025-09-02' order by d.asin$$,
    $$values ('B0TESTA001', '2025-09-01'::date), ('B0TESTA002', null), ('B0TESTA003', '2024-01-01')$$,
    'near, new and far days can be in one batch'
);
select pg_temp.load_run('d8', pg_temp.observed('B0TESTA001', '2025-05-01', '{"price": 22}'));
select results_eq(
    $$select d.date, d.previous_date from pg_temp.deltas as d where d.asin = 'B0TESTA001' and d.date >= '2025-05-01' order by d.date$$,
    $$values ('2025-05-01'::date, '2025-03-05'::date), ('2025-09-01', '2025-05-01'), ('2025-09-02', '2025-09-01')$$,
    'a late day changes the delta of a successor months later'
);
select is_empty('select * from pg_temp.differences()', 'so far the table equals its definition');

-- Deletion: the observation of a day turns out to have failed.
select pg_temp.load_run('d9', pg_temp.observed('B0TESTA001', '2025-03-03', '{"status": "blocked"}'));
select results_eq(
    $$
        select d.date, d.previous_date, d.price_delta from pg_temp.deltas as d
        where d.asin = 'B0TESTA001' and d.date between '2025-03-01' and '2025-03-31' order by d.date
    $$,
    $$values ('2025-03-01'::date, '2025-02-01'::date, 5::numeric), ('2025-03-05', '2025-03-01', 10)$$,
    'a deleted day loses its delta, and the next day is compared with the one before'
);
delete from core.product_metrics_daily where asin = 'B0TESTA003' and date = '2025-09-02';
select ops.refresh_dirty();
select is_empty(
    $$select 1 from pg_temp.deltas as d where d.asin = 'B0TESTA003' and d.date = '2025-09-02'$$, 'the newest day can be deleted'
);
delete from core.product_metrics_daily where asin = 'B0TESTA003';
select ops.refresh_dirty();
select is_empty($$select 1 from pg_temp.deltas as d where d.asin = 'B0TESTA003'$$, 'the only day can be deleted');

-- The newest day is deleted in the batch with the next day: the newest known day then bounds nothing.
select pg_temp.load_run('d10', pg_temp.observed('B0TESTA004', '2025-01-01', '{"price": 10}'), pg_temp.observed('B0TESTA004', '2025-08-31', '{"price": 50}'));
select pg_temp.load_run('d11', pg_temp.observed('B0TESTA004', '2025-08-31', '{"status": "parse_error"}'), pg_temp.observed('B0TESTA004', '2025-09-01', '{"price": 20}'));
select results_eq(
    $$select d.date, d.previous_date, d.price_delta from pg_temp.deltas as d where d.asin = 'B0TESTA004' order by d.date$$,
    $$values ('2025-01-01'::date, null::date, null::numeric), ('2025-09-01', '2025-01-01', 10)$$,
    'when the newest day is deleted while a newer one arrives, the older previous day is found'
);

-- Exactly at the reach of 45 days, and one beyond.
select pg_temp.load_run('d12', pg_temp.observed('B0TESTA005', '2025-06-01', '{"price": 1}'), pg_temp.observed('B0TESTA006', '2025-05-31', '{"price": 1}'));
select pg_temp.load_run('d13', pg_temp.observed('B0TESTA005', '2025-07-16', '{"price": 2}'), pg_temp.observed('B0TESTA006', '2025-07-16', '{"price": 2}'));
select results_eq(
    $$select d.asin, d.days_since_previous from pg_temp.deltas as d where d.date = '2025-07-16' order by d.asin$$,
    $$values ('B0TESTA005', 45), ('B0TESTA006', 46)$$,
    'a previous day at the limit of 45 days and one beyond it are both found'
);

-- A day is corrected.
select pg_temp.load_run('d14', pg_temp.observed('B0TESTA001', '2025-09-01', '{"price": 42}'));
select results_eq(
    $$select d.date, d.price_delta from pg_temp.deltas as d where d.asin = 'B0TESTA001' and d.date >= '2025-09-01' order by d.date$$,
    $$values ('2025-09-01'::date, 20::numeric), ('2025-09-02', 2)$$,
    'a corrected day changes its own delta and that of the next day'
);
select pg_temp.load_run('d15', pg_temp.observed('B0TESTA001', '2025-09-01', '{"price": 42}'));
select is((select r.changed_day_count from core.ingest_runs as r where r.job_id = 'd15'), 0, 'the same values again change no day');

-- Extremes.
select pg_temp.load_run('d16', pg_temp.observed('B0TESTA007', '2025-03-01', '{"price": 0.01, "bsr": 1}'), pg_temp.observed('B0TESTA007', '2025-03-02', '{"price": 100000, "bsr": 9999999}'), pg_temp.observed('B0TESTA007', '2025-03-03', '{"price": 0}'));
select results_eq(
    $$select d.price_change_pct, d.bsr_change_pct from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA007' order by d.date$$,
    $$values (null::numeric, null::numeric), (999999900.00, 999999800.00), (null, null)$$,
    'percentages do not overflow, and a price of 0 is a missing price'
);
select results_eq(
    $$
        select distinct d.tableoid::regclass::text collate "C" from mart.product_metrics_delta_daily as d
        where d.asin = 'B0TESTA001' order by 1
    $$,
    $$values
        ('partitions.product_metrics_delta_daily_2025_01' collate "C"), ('partitions.product_metrics_delta_daily_2025_02'),
        ('partitions.product_metrics_delta_daily_2025_03'), ('partitions.product_metrics_delta_daily_2025_05'),
        ('partitions.product_metrics_delta_daily_2025_09')
    $$,
    'each delta is in the partition of its day'
);
select is_empty(
    $$select * from pg_temp.differences() as d where d.derived <> 'product_metrics_daily'$$,
    'in the end the table equals its definition'
);

select pg_temp.load_run('back1', pg_temp.observed('B0TESTA008', '2025-01-05', '{"price": 10}'));
delete from core.products where asin = 'B0TESTA008';
select ops.refresh_dirty();
select pg_temp.load_run('back2', pg_temp.observed('B0TESTA008', '2025-04-05', '{"price": 11}'));
select results_eq(
    $$select d.previous_date from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA008' order by d.date$$,
    $$values (null::date), ('2025-01-05')$$,
    'a product deleted manually and created again is compared with its old days, however old'
);

-- A direct call: the rows that it wrote or deleted.
select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-05');
select is(mart.refresh_product_metrics_delta_daily(), 0, 'a day without a real change writes nothing');
select results_eq(
    'select k.date, k.is_near from pg_temp.delta_days as k order by k.date',
    $$values ('2025-03-05'::date, false), ('2025-05-01', false)$$,
    'the day and its successor were refreshed, reading the whole history'
);

select * from finish();
rollback;
