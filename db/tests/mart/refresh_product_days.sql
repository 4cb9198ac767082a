begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/differences.psql
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(43);

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
select pg_temp.load_run('d5', pg_temp.observed('B0TESTA001', '2025-01-01', '{"price": 4}'));
select results_eq(
    'select d.date, d.previous_date, d.price_delta from pg_temp.deltas as d order by d.date limit 3',
    $$values ('2025-01-01'::date, null::date, null::numeric), ('2025-02-01', '2025-01-01', 1), ('2025-03-01', '2025-02-01', 5)$$,
    'a day before all others changes the delta of the next one alone'
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
        select distinct d.tableoid::regclass::text collate "C" from mart.product_days as d
        where d.asin = 'B0TESTA001' order by 1
    $$,
    $$values
        ('partitions.product_days_2025_01' collate "C"), ('partitions.product_days_2025_02'),
        ('partitions.product_days_2025_03'), ('partitions.product_days_2025_05'),
        ('partitions.product_days_2025_09')
    $$,
    'each row is in the partition of its day'
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

-- A direct call.
select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-05-01');
select is(mart.refresh_product_days(), 0, 'a day without a real change writes nothing');
select results_eq(
    'select r.date, r.is_changed from pg_temp.refreshed_days as r order by r.date',
    $$values ('2025-05-01'::date, true), ('2025-09-01', true)$$,
    'the day and the next one, which is compared with it, count as changed for the alerts'
);
select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-02-01');
select mart.refresh_product_days();
select results_eq(
    'select r.date, r.is_changed from pg_temp.refreshed_days as r order by r.date',
    $$values ('2025-02-01'::date, true), ('2025-03-01', true), ('2025-03-05', false), ('2025-05-01', false), ('2025-09-01', false)$$,
    'later days, whose windows contain it, do not'
);
select results_eq(
    'select w.date from pg_temp.day_rows as w order by 1', 'select r.date from pg_temp.refreshed_days as r order by 1', 'each computed row stays for the alerts'
);
delete from core.product_metrics_daily where asin = 'B0TESTA001' and date = '2025-03-01';
delete from ops.dirty_days;
select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-01');
select mart.refresh_product_days();
select results_eq(
    'select r.date, r.is_changed from pg_temp.refreshed_days as r order by r.date',
    $$values ('2025-03-01'::date, true), ('2025-03-05', true), ('2025-05-01', false), ('2025-09-01', false)$$,
    'a day that is gone counts as changed: it may have alerts'
);

-- Windows. Observations whose days were deleted above are deleted too, so that all tables can be compared.
delete from core.product_snapshots where asin = 'B0TESTA003' or asin = 'B0TESTA001' and date = '2025-03-01';
select ops.refresh_dirty();
create view pg_temp.rollups as
select w.asin, w.as_of, w.window_days::integer, w.price_min, w.price_max, w.price_change_pct, w.observed_days::integer
from mart.product_metrics_rollup as w;

select pg_temp.land_run('r1', array(
    select pg_temp.observed('B0TESTR001', '2025-01-01'::date + n, jsonb_build_object('price', 100 + n % 10, 'bsr', 50 + n, 'reviews_count', n))
    from generate_series(0, 119) as n where n % 7 <> 3
));
select is((pg_temp.promote('r1')).status, 'SUCCESS', 'a history of four months with gaps is loaded');
select is_empty('select * from pg_temp.differences()', 'its rollups equal the definition');

create temp table before on commit drop as select d.date, d.tableoid as partition_id, d.ctid as place from mart.product_days as d where d.asin = 'B0TESTR001';
create temp view touched as
select d.date
from mart.product_days as d
left join before as b on b.date = d.date and b.partition_id = d.tableoid and b.place = d.ctid
where d.asin = 'B0TESTR001' and b.date is null;

select pg_temp.load_run('r2', pg_temp.observed('B0TESTR001', '2025-01-04', '{"price": 1}'));
select results_eq(
    'select min(t.date), max(t.date) from pg_temp.touched as t',
    $$values ('2025-01-04'::date, '2025-04-03'::date)$$,
    'a late day changes the rows of that day and of the 89 days after it, and no others'
);
select results_eq(
    $$select r.window_days, r.price_min from pg_temp.rollups as r where r.asin = 'B0TESTR001' and r.as_of = '2025-04-03' order by r.window_days$$,
    $$values (7, 100::numeric), (30, 100), (90, 1)$$,
    '89 days later it is still in the longest window'
);
select is_empty('select * from pg_temp.differences()', 'the table equals its definition');

select pg_temp.load_run('r3', pg_temp.observed('B0TESTR001', '2025-01-04', '{"price": 100}'));
select is(
    (select min(r.price_min) from pg_temp.rollups as r where r.asin = 'B0TESTR001'), 100::numeric,
    'when the lowest price is corrected the windows have the next lowest'
);
select pg_temp.load_run('r4', pg_temp.observed('B0TESTR001', '2025-01-04', '{"status": "blocked"}'));
select is_empty(
    $$select 1 from pg_temp.rollups as r where r.asin = 'B0TESTR001' and r.as_of = '2025-01-04'$$, 'a deleted day has no windows'
);
select is_empty('select * from pg_temp.differences()', 'the windows that contained it change');

-- Leap days and ends of months.
select pg_temp.land_run('r5', array(
    select pg_temp.observed('B0TESTR002', d::date, jsonb_build_object('price', extract(day from d)))
    from generate_series('2024-01-28'::timestamp, '2024-03-02', '1 day') as d
));
select pg_temp.promote('r5');
select results_eq(
    $$
        select r.as_of, r.observed_days, r.price_max from pg_temp.rollups as r
        where r.asin = 'B0TESTR002' and r.window_days = 30 and r.as_of >= '2024-02-27' order by r.as_of
    $$,
    $$values
        ('2024-02-27'::date, 30, 31::numeric), ('2024-02-28', 30, 31), ('2024-02-29', 30, 31), ('2024-03-01', 30, 29),
        ('2024-03-02', 30, 29)
    $$,
    'a window of thirty days has thirty days at the end of a leap February'
);

-- A product of another year in one batch: every row is updated.
select pg_temp.load_run('r6', pg_temp.observed('B0TESTR002', '2024-03-01', '{"price": 500}'), pg_temp.observed('B0TESTR001', '2025-04-30', '{"price": 600}'));
select is_empty('select * from pg_temp.differences()', 'products of different years can change in one batch');

-- A manual change for a product that was deleted: its days remain.
delete from core.products where asin = 'B0TESTR002';
select pg_temp.load_run('r7', pg_temp.observed('B0TESTR003', '2024-02-10', '{"price": 1}'));
update core.product_metrics_daily set price = 2 where asin in ('B0TESTR002', 'B0TESTR003') and date = '2024-02-10';
select ops.refresh_dirty();
select is_empty(
    $$select * from pg_temp.differences() as d where d.derived <> 'product_metrics_daily'$$, 'days of a product without a description are refreshed too'
);

-- A direct call: the rows that it wrote or deleted.
select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTR001', 'US', '2025-02-01');
select is(mart.refresh_product_days(), 0, 'a day without a real change writes nothing');
update mart.product_days set price_sum_30 = 0 where asin = 'B0TESTR001' and date = '2025-02-03';
select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTR001', 'US', '2025-02-01');
select is(mart.refresh_product_days(), 1, 'only rows that differ are written and counted');

-- A day before the horizon still changes the windows of kept days, whatever else changed.
select pg_temp.load_run(
    'r8', pg_temp.observed('B0TESTR004', '2025-04-04', '{"price": 10}'), pg_temp.observed('B0TESTR004', '2025-04-10', '{"price": 20}'),
    pg_temp.observed('B0TESTR004', '2025-06-20', '{"price": 30}'), pg_temp.observed('B0TESTR005', '2025-05-10', '{"price": 5}')
);
update ops.partition_policies set horizon = '2025-05-01' where parent ~ '^mart\.';
select pg_temp.load_run(
    'r9', pg_temp.observed('B0TESTR004', '2025-04-04', '{"price": 5}'), pg_temp.observed('B0TESTR005', '2025-05-10', '{"price": 6}')
);
select results_eq(
    $$select r.price_min from rollups as r where r.asin = 'B0TESTR004' and r.as_of = '2025-06-20' and r.window_days = 90$$, $$values (5.00)$$,
    'a day before the horizon changes the windows of kept days'
);

-- A history that is hard to get right, day by day, then with days that are removed, arrive late or are corrected: the
-- table equals its definition after each step. Once while other products are many, so that each product is looked up,
-- and once in whole days.
update ops.partition_policies set horizon = null;
create function pg_temp.fault_count(p_from date default '-infinity', p_to date default 'infinity')
returns bigint
language sql
stable
as $$
    with defined as materialized (
        select d.* from definitions.product_days(p_from, p_to) as d
    ),
    stored as materialized (
        select m.* from mart.product_days as m where m.date between p_from and p_to
    )
    select (select count(*) from (table defined except table stored) as d) + (select count(*) from (table stored except table defined) as s);
$$;
create temp table steps (round text, step text, few_count bigint, many_count bigint, few_days integer, is_whole boolean, fault_count bigint) on commit drop;
-- Refreshes what was written since the last step, as a promotion does, and counts the rows that differ.
create function pg_temp.refresh(p_round text, p_step text, p_from date default '-infinity', p_to date default 'infinity')
returns void
language plpgsql
volatile
as $$
begin
    truncate pg_temp.changed_days, pg_temp.changed_products, pg_temp.refreshed_days, pg_temp.day_values, pg_temp.day_rows;
    perform ops.drain_dirty_days('daily');
    perform mart.refresh_product_latest();
    perform mart.refresh_product_days();
    insert into steps
    select
        p_round, p_step, count(*) filter (where r.is_few), count(*) filter (where not r.is_few and w.asin is not null),
        max(r.date) filter (where r.is_few) - min(r.date) filter (where r.is_few),
        count(*) filter (where r.is_few) * 10 >= (select count(*) from mart.product_latest) and count(distinct r.date) filter (where r.is_few) <= 10,
        pg_temp.fault_count(p_from, p_to)
    from pg_temp.refreshed_days as r
    left join pg_temp.day_rows as w on w.asin = r.asin and w.marketplace = r.marketplace and w.date = r.date;
end;
$$;
create function pg_temp.feed(p_round text, p_from date)
returns void
language plpgsql
volatile
as $$
declare
    v_day date;
begin
    perform pg_temp.write_history('2025-01-01', p_from - 1);
    perform pg_temp.refresh(p_round, 'the days before ' || p_from);
    for v_day in select distinct h.date from pg_temp.history as h where h.date >= p_from order by 1 loop
        perform pg_temp.write_history(v_day, v_day);
        perform pg_temp.refresh(p_round, 'the day ' || v_day, v_day, v_day);
    end loop;
    insert into steps (round, step, fault_count) select p_round, 'all days', pg_temp.fault_count();
end;
$$;
create function pg_temp.chance(p_seed text, p_count integer)
returns integer
language sql
immutable
as $$ select ('x' || substring(md5(p_seed) for 7))::bit(28)::integer % p_count $$;
create function pg_temp.change(p_round text)
returns void
language plpgsql
volatile
as $$
begin
    delete from core.product_metrics_daily where date = '2025-03-03';
    perform pg_temp.refresh(p_round, 'a day in the middle is removed');
    perform pg_temp.write_history('2025-03-03', '2025-03-03');
    perform pg_temp.refresh(p_round, 'it arrives late');
    delete from core.product_metrics_daily where date = '2025-06-01' and asin <> 'B0TESTA005';
    perform pg_temp.refresh(p_round, 'one of the last days is removed');
    delete from core.product_metrics_daily where date in ('2025-05-31', '2025-06-02', '2025-06-09');
    perform pg_temp.write_history('2025-06-01', '2025-06-01') where not exists (
        select from core.product_metrics_daily as d where d.asin = 'B0TESTA005' and d.date = '2025-06-01'
    );
    perform pg_temp.refresh(p_round, 'others are removed, with the newest one');
    perform pg_temp.write_history('2025-06-09', '2025-06-09');
    perform pg_temp.write_history('2025-05-31', '2025-05-31');
    perform pg_temp.refresh(p_round, 'the newest day and a late one arrive together');
    update core.product_metrics_daily set price = price + 1.5, bsr_category = 'Caps', rating = 1 where date = '2025-06-01';
    perform pg_temp.refresh(p_round, 'a day with few after it is corrected, over more than a week');
    update core.product_metrics_daily set price = null, bsr = null, bsr_category = null, rating = null, reviews_count = null where date = '2025-05-20';
    perform pg_temp.refresh(p_round, 'a day with many after it loses its values');
    update core.product_metrics_daily set price = 77, bsr = 1, bsr_category = 'Gloves' where marketplace = 'DE' and date > '2025-06-05';
    perform pg_temp.refresh(p_round, 'of an ASIN only the product of one marketplace changes');
    delete from core.product_metrics_daily where asin = 'B0TESTA004' and date = '2025-05-27';
    perform pg_temp.refresh(p_round, 'the first day after a pause is removed, a week before the last day');
    delete from core.product_metrics_daily where asin = 'B0TESTA004' and date = '2025-02-20';
    perform pg_temp.refresh(p_round, 'a day before the pause is removed');
    update core.product_metrics_daily set price = 5 where asin = 'B0TESTA004' and date in ('2025-01-01', '2025-06-03');
    perform pg_temp.refresh(p_round, 'its first and last days are corrected');
    delete from core.product_metrics_daily where asin = 'B0TESTA003';
    perform pg_temp.refresh(p_round, 'the only day of a product is removed');
    for v_step in 1..25 loop
        -- Some days of some products of the last weeks, or of the whole history.
        with drawn as (
            select h.asin, h.marketplace, h.date, pg_temp.chance(concat(v_step, h.asin, h.marketplace, h.date), 3) as kind
            from pg_temp.history as h
            where h.date > case when v_step % 3 = 0 then '2025-01-01' else date '2025-06-09' - v_step end
                and pg_temp.chance(concat(v_step, h.asin, h.marketplace), 3) = 0 and pg_temp.chance(concat(h.date, v_step), 1 + v_step) = 0
        ),
        removed as (
            delete from core.product_metrics_daily as d
            using drawn as w
            where w.kind = 0 and d.asin = w.asin and d.marketplace = w.marketplace and d.date = w.date
        )
        insert into core.product_metrics_daily (asin, marketplace, date, price, bsr, bsr_category, rating, reviews_count, in_stock)
        select
            w.asin, w.marketplace, w.date, pg_temp.chance(v_step || 'p' || w.date, 5000) / 100.0, pg_temp.chance(v_step || 'b' || w.date, 900),
            (array['Gloves', 'Mittens', 'Caps'])[1 + pg_temp.chance(v_step || 'c' || w.date, 3)], 3 + w.kind / 2.0, v_step, w.kind = 1
        from drawn as w
        where w.kind > 0
        on conflict (asin, marketplace, date) do update
        set price = excluded.price, bsr = excluded.bsr, bsr_category = excluded.bsr_category, rating = excluded.rating;
        perform pg_temp.refresh(p_round, 'change ' || v_step);
    end loop;
end;
$$;
select ops.promotion_scratch();
delete from core.product_metrics_daily;
select pg_temp.refresh('none', 'all days are removed');
select is_empty('select 1 from mart.product_days', 'without daily rows no row is left');
select pg_temp.write_day('B0MANY' || lpad(n::text, 4, '0'), '2025-01-01', '{"price": 1}') from generate_series(1, 100) as n;
select pg_temp.refresh('none', 'other products');
select pg_temp.feed('by product', '2025-01-01');
select pg_temp.change('by product');
delete from core.product_metrics_daily;
select pg_temp.refresh('none', 'all days are removed');
select pg_temp.feed('whole days', '2025-03-15');
select pg_temp.change('whole days');
select is_empty('select s.round, s.step, s.fault_count from steps as s where s.fault_count > 0', 'after each step the table equals its definition, both ways');
select results_eq(
    $$
        select s.round, count(*) filter (where s.is_whole and s.few_count > 0) > 100, count(*) filter (where not s.is_whole and s.few_count > 0) > 100,
            count(*) filter (where s.many_count > 0) > 3, count(*) filter (where s.many_count > 0 and s.few_count > 0) > 1,
            count(*) filter (where s.few_days > 7) > 3
        from steps as s where s.round <> 'none' group by s.round order by s.round
    $$,
    $$values ('by product', false, true, true, true, true), ('whole days', true, false, true, true, true)$$,
    'batches were read both ways, with few days, with many, with both, and with few that are more than a week apart'
);
select ops.refresh_dirty();
select is((select sum(a.missing_count + a.unexpected_count) from ops.audit() as a where a.table_name ~ '^mart\.'), 0::numeric, 'the audit finds no fault');
select cmp_ok((select a.row_count from ops.audit() as a where a.table_name = 'mart.product_days'), '>', 500::bigint, 'in many rows');

select * from finish();
rollback;
