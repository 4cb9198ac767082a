begin;
set local search_path to extensions, public;
set local time zone 'UTC';
set local role asinmart_owner;
select plan(15);

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
-- The last local hour of a month is in the next month's partition, the first hour of a day in Tokyo in the month before.
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
    'the last valid observation of a day counts, and a later failed one does not replace it'
);
select is_empty(
    $$select d.date from definitions.product_metrics_daily('2025-03-11', '2025-03-11') as d where d.asin = 'B0TESTA001'$$,
    'a day with failed observations only has no row'
);
select results_eq(
    $$select d.price from definitions.product_metrics_daily('2025-03-10', '2025-03-10') as d where d.marketplace = 'CA'$$,
    $$values (99::numeric)$$,
    'another marketplace has its own days'
);
select results_eq(
    $$
        select d.date, d.price from definitions.product_metrics_daily('2025-03-31', '2025-03-31') as d
        where d.asin = 'B0TESTA002'
    $$,
    $$values ('2025-03-31'::date, 20::numeric)$$,
    'the last hour of a local day counts for that day, although UTC is in the next month'
);
select results_eq(
    $$
        select d.date, d.price from definitions.product_metrics_daily('2025-04-01', '2025-04-01') as d
        where d.asin = 'B0TESTA003'
    $$,
    $$values ('2025-04-01'::date, 30::numeric)$$,
    'the first hours of a day in Tokyo count for that day, although UTC is in the month before'
);
select is_empty(
    $$select d.date from definitions.product_metrics_daily('2025-03-13', '2025-03-30') as d$$,
    'days outside the range are excluded'
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
    'infinite bounds give the whole history'
);

-- A page, then sources with fewer fields, on one day.
create function pg_temp.told(p_at timestamptz, p_values jsonb)
returns void
language sql
volatile
as $$
    insert into core.product_snapshots (
        asin, marketplace, scraped_at, date, status, price, buybox_seller, in_stock, offers_count, bsr, bsr_category, bsr_main, rating,
        reviews_count, speaks_of_offers, source, job_id
    )
    select
        'B0TESTA004', 'US', p_at, (p_at at time zone 'America/Los_Angeles')::date, coalesce(s.status, 'ok'), s.price, s.buybox_seller,
        s.in_stock, s.offers_count, s.bsr, s.bsr_category, s.bsr_main, s.rating, s.reviews_count, coalesce(s.speaks_of_offers, true),
        'test', p_values ->> 'job'
    from jsonb_populate_record(null::core.product_snapshots, p_values) as s;
$$;
create view pg_temp.days as
select d.* from definitions.product_metrics_daily('2025-03-01', '2025-03-31') as d where d.asin = 'B0TESTA004';
select pg_temp.told('2025-03-20 16:00+00', '{"job": "page", "price": 50, "buybox_seller": "Ann", "in_stock": true, "offers_count": 3, "bsr": 60, "bsr_category": "Mugs", "bsr_main": 900, "rating": 4.5, "reviews_count": 910}');
select pg_temp.told('2025-03-20 18:00+00', '{"job": "ranks", "bsr": 61, "bsr_category": "Cups", "speaks_of_offers": false}');
select pg_temp.told('2025-03-20 20:00+00', '{"job": "list", "price": 49, "reviews_count": 911, "speaks_of_offers": false}');
select results_eq(
    'select d.status, d.price, d.buybox_seller, d.in_stock, d.offers_count, d.bsr, d.bsr_category, d.bsr_main, d.rating, d.reviews_count from pg_temp.days as d',
    $$values ('ok', 50::numeric, 'Ann', true, 3, 61, 'Cups', null::integer, 4.5, 910)$$,
    'offers, ranks and ratings each come from the last observation that has them'
);
select results_eq(
    $$
        select d.observed_at at time zone 'UTC', d.offer_observed_at at time zone 'UTC', d.rank_observed_at at time zone 'UTC',
            d.rating_observed_at at time zone 'UTC', d.job_id
        from pg_temp.days as d
    $$,
    $$values (
        '2025-03-20 20:00'::timestamp, '2025-03-20 16:00'::timestamp, '2025-03-20 18:00'::timestamp, '2025-03-20 16:00'::timestamp, 'list'
    )$$,
    'the row has the time of each; observed_at and job_id are those of the last observation'
);
select pg_temp.told('2025-03-20 21:00+00', '{"job": "gone", "status": "out_of_stock", "in_stock": false}');
select results_eq(
    'select d.status, d.price, d.buybox_seller, d.in_stock, d.bsr from pg_temp.days as d',
    $$values ('out_of_stock', null::numeric, null::text, false, 61)$$,
    'a page without a price replaces an earlier price'
);
delete from core.product_snapshots where asin = 'B0TESTA004' and job_id in ('page', 'gone');
select results_eq(
    'select d.status, d.price, d.in_stock, d.reviews_count from pg_temp.days as d', $$values ('ok', 49::numeric, null::boolean, 911)$$,
    'the price of a list counts on a day without other offer fields'
);
delete from core.product_snapshots where asin = 'B0TESTA004' and job_id = 'list';
select results_eq(
    'select d.status, d.price, d.in_stock, d.bsr, d.offer_observed_at from pg_temp.days as d',
    $$values (null::text, null::numeric, null::boolean, 61, null::timestamptz)$$,
    'a day with ranks only has no offer status'
);
select results_eq(
    $$
        select d.bsr from definitions.product_metrics_daily('2025-03-01', '2025-03-31', '2025-03-20') as d
        where d.asin = 'B0TESTA004' and d.date = '2025-03-20'
    $$,
    'values (61)',
    'a caller can ask for one day'
);

update core.product_snapshots set status = 'blocked', price = null
where asin = 'B0TESTA001' and scraped_at = '2025-03-10 12:00+00';
select results_eq(
    $$
        select d.price from definitions.product_metrics_daily('2025-03-10', '2025-03-10') as d
        where d.asin = 'B0TESTA001' and d.marketplace = 'US'
    $$,
    $$values (10::numeric)$$,
    'when the last valid observation turns out to have failed, the one before counts'
);
select ok(
    (select prosrc !~ 'now\(|current_' from pg_proc where oid = 'definitions.product_metrics_daily'::regproc),
    'the definition does not read the current time'
);

select * from finish();
rollback;
