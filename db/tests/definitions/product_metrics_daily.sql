begin;
set local search_path to extensions, public;
set local time zone 'UTC';
set local role asinmart_owner;
select plan(9);

create function pg_temp.seen(p_asin text, p_at timestamptz, p_date date, p_status text, p_price numeric, p_marketplace text default 'US')
returns void
language sql
volatile
as $$
    select ops.ensure_partition('core.product_snapshots', (p_at at time zone 'UTC')::date);
    insert into core.product_snapshots (asin, marketplace, scraped_at, date, status, price, source, job_id)
    values (p_asin, p_marketplace, p_at, p_date, p_status, p_price, 'test', 'hand');
$$;

select pg_temp.seen('B0TESTA001', '2025-03-10 08:00+00', '2025-03-10', 'ok', 10);
select pg_temp.seen('B0TESTA001', '2025-03-10 12:00+00', '2025-03-10', 'ok', 11);
select pg_temp.seen('B0TESTA001', '2025-03-10 16:00+00', '2025-03-10', 'blocked', null);
select pg_temp.seen('B0TESTA001', '2025-03-11 16:00+00', '2025-03-11', 'parse_error', null);
select pg_temp.seen('B0TESTA001', '2025-03-12 08:00+00', '2025-03-12', 'ok', 12);
select pg_temp.seen('B0TESTA001', '2025-03-12 16:00+00', '2025-03-12', 'out_of_stock', null);
select pg_temp.seen('B0TESTA001', '2025-03-10 18:00+00', '2025-03-10', 'ok', 99, 'CA');
-- The last local hour of a month lies in the next month's partition; the first hour of a day in Tokyo in the month before.
select pg_temp.seen('B0TESTA002', '2025-04-01 06:59+00', '2025-03-31', 'ok', 20);
select pg_temp.seen('B0TESTA002', '2025-03-31 08:00+00', '2025-03-31', 'ok', 21);
select pg_temp.seen('B0TESTA003', '2025-03-31 15:30+00', '2025-04-01', 'ok', 30, 'JP');

select results_eq(
    $$
        select d.date, d.price, d.status, d.observed_at
        from definitions.product_metrics_daily('2025-03-01', '2025-03-31') as d
        where d.asin = 'B0TESTA001' and d.marketplace = 'US' order by d.date
    $$,
    $$values
        ('2025-03-10'::date, 11::numeric, 'ok', '2025-03-10 12:00+00'::timestamptz),
        ('2025-03-12', null, 'out_of_stock', '2025-03-12 16:00+00')
    $$,
    'the last valid observation of a day is the day, and a later failed one does not replace it'
);
select is_empty(
    $$select d.date from definitions.product_metrics_daily('2025-03-11', '2025-03-11') as d where d.asin = 'B0TESTA001'$$,
    'a day of failed observations only is not observed'
);
select results_eq(
    $$select d.price from definitions.product_metrics_daily('2025-03-10', '2025-03-10') as d where d.marketplace = 'CA'$$,
    $$values (99::numeric)$$,
    'another marketplace has days of its own'
);
select results_eq(
    $$
        select d.date, d.price from definitions.product_metrics_daily('2025-03-31', '2025-03-31') as d
        where d.asin = 'B0TESTA002'
    $$,
    $$values ('2025-03-31'::date, 20::numeric)$$,
    'the last hour of a local day counts for that day, though UTC is in the next month already'
);
select results_eq(
    $$
        select d.date, d.price from definitions.product_metrics_daily('2025-04-01', '2025-04-01') as d
        where d.asin = 'B0TESTA003'
    $$,
    $$values ('2025-04-01'::date, 30::numeric)$$,
    'the first hours of a day in Tokyo count for that day, though UTC is in the month before'
);
select is_empty(
    $$select d.date from definitions.product_metrics_daily('2025-03-13', '2025-03-30') as d$$,
    'days outside the range are not given'
);
select results_eq(
    $$
        select d.asin, d.marketplace, d.date from definitions.product_metrics_daily('-infinity', 'infinity') as d
        order by d.asin, d.marketplace, d.date
    $$,
    $$values
        ('B0TESTA001', 'CA', '2025-03-10'::date), ('B0TESTA001', 'US', '2025-03-10'), ('B0TESTA001', 'US', '2025-03-12'),
        ('B0TESTA002', 'US', '2025-03-31'), ('B0TESTA003', 'JP', '2025-04-01')
    $$,
    'infinite bounds give all of history'
);

update core.product_snapshots set status = 'blocked', price = null
where asin = 'B0TESTA001' and scraped_at = '2025-03-10 12:00+00';
select results_eq(
    $$
        select d.price from definitions.product_metrics_daily('2025-03-10', '2025-03-10') as d
        where d.asin = 'B0TESTA001' and d.marketplace = 'US'
    $$,
    $$values (10::numeric)$$,
    'when the last valid one turns out to have failed, the one before it is the day'
);
select ok(
    (select prosrc !~ 'now\(|current_' from pg_proc where oid = 'definitions.product_metrics_daily'::regproc),
    'the definition does not ask what time it is'
);

select * from finish();
rollback;
