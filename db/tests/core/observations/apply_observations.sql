begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(32);

-- Writes one accepted observation a row, as staging_raw.adapt_run would, and applies it.
create function pg_temp.apply(p_event_id bigint, p_asin text, p_at timestamptz, p_values jsonb)
returns integer
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.observations (
        raw_event_id, item_no, source, marketplace, date, asin, scraped_at, status, price, bsr, rating, buybox_price,
        buybox_seller, offers_count, used_price, speaks_of_offers, reject_code
    )
    select
        p_event_id, 1, 'test', 'US', (p_at at time zone 'America/Los_Angeles')::date, p_asin, p_at,
        coalesce(o.status, 'ok'), o.price, o.bsr, o.rating, o.buybox_price, o.buybox_seller, o.offers_count,
        o.used_price, o.speaks_of_offers, p_values ->> 'reject_code'
    from jsonb_populate_record(null::staging_raw.observation, p_values) as o;
    return core.apply_observations('job' || p_event_id);
end;
$$;
create view pg_temp.snapshots as
select s.scraped_at, s.date, s.status, s.price, s.raw_event_id, s.job_id
from core.product_snapshots as s
where s.asin = 'B0TESTA001';

select is(pg_temp.apply(10, 'B0TESTA001', '2025-03-10 12:00+00', '{"price": 10}'), 1, 'a new observation counts');
select results_eq(
    'select s.date, s.price, s.raw_event_id, s.job_id from pg_temp.snapshots as s',
    $$values ('2025-03-10'::date, 10::numeric, 10::bigint, 'job10')$$,
    'it is stored with its source'
);
select results_eq(
    'select c.asin, c.marketplace, c.date from pg_temp.changed_days as c',
    $$values ('B0TESTA001', 'US', '2025-03-10'::date)$$,
    'its day is recorded'
);
set local asinmart.is_promoting to 'on';
select core.refresh_product_metrics_daily();
set local asinmart.is_promoting to 'off';
select is(pg_temp.apply(11, 'B0TESTA001', '2025-03-10 12:00+00', '{"price": 10}'), 0, 'equal values do not count');
select is_empty('select 1 from pg_temp.changed_days', 'equal values record no day');
select results_eq(
    'select s.raw_event_id, s.job_id from pg_temp.snapshots as s', $$values (10::bigint, 'job10')$$,
    'the row keeps its first run'
);
select is(pg_temp.apply(12, 'B0TESTA001', '2025-03-10 12:00+00', '{"price": 12}'), 1, 'a later arrival counts');
select results_eq(
    'select s.price, s.raw_event_id from pg_temp.snapshots as s', $$values (12::numeric, 12::bigint)$$, 'a later arrival replaces the values'
);
select is(
    pg_temp.apply(11, 'B0TESTA001', '2025-03-10 12:00+00', '{"price": 99}'), 0, 'an older arrival never replaces a newer one'
);
select results_eq('select s.price from pg_temp.snapshots as s', $$values (12::numeric)$$, 'an older arrival does not change the values either');
select is(
    pg_temp.apply(13, 'B0TESTA001', '2025-03-10 12:00+00', '{"price": 1, "reject_code": "asin_invalid"}'), 0,
    'a rejected observation does not count'
);
select results_eq('select s.price from pg_temp.snapshots as s', $$values (12::numeric)$$, 'a rejected observation replaces nothing');
select is(
    pg_temp.apply(
        14, 'B0TESTA001', '2025-03-10 13:00+00',
        '{"status": "blocked", "price": 0.01, "bsr": 1, "rating": 5, "buybox_price": 3, "buybox_seller": "A1", "offers_count": 4, "used_price": 2}'
    ),
    1,
    'a failed observation is stored'
);
select results_eq(
    $$
        select s.status, s.price, s.bsr, s.rating, s.buybox_price, s.buybox_seller, s.offers_count, s.used_price
        from core.product_snapshots as s where s.asin = 'B0TESTA001' and s.scraped_at = '2025-03-10 13:00+00'
    $$,
    $$values ('blocked', null::numeric, null::integer, null::numeric, null::numeric, null::text, null::integer, null::numeric)$$,
    'a failed observation has no values'
);
select is(
    pg_temp.apply(15, 'B0TESTA001', '2025-03-10 13:00+00', '{"status": "blocked", "price": 7}'), 0,
    'values in a failed observation are no change'
);
select is(pg_temp.apply(16, 'B0TESTA001', '1999-12-31 23:00+00', '{"price": 3}'), 1, 'the partition of any month is created');
select is(
    (
        select s.tableoid::regclass::text from core.product_snapshots as s
        where s.asin = 'B0TESTA001' and s.scraped_at = '1999-12-31 23:00+00'
    ),
    'partitions.product_snapshots_1999_12',
    'months are in UTC'
);

-- Several in one batch: two of one instant, and two products.
select ops.promotion_scratch();
insert into pg_temp.observations (raw_event_id, item_no, element_no, source, marketplace, date, asin, scraped_at, status, price)
values
    (21, 2, null, 'test', 'US', '2025-04-01', 'B0TESTA002', '2025-04-01 12:00+00', 'ok', 21),
    (20, 1, null, 'test', 'US', '2025-04-01', 'B0TESTA002', '2025-04-01 12:00+00', 'ok', 20),
    (20, 1, 1, 'test', 'US', '2025-04-01', 'B0TESTA003', '2025-04-01 12:00+00', 'ok', 30),
    (20, 1, 2, 'test', 'US', '2025-04-01', 'B0TESTA003', '2025-04-01 12:00+00', 'ok', 31),
    (20, 1, 3, 'test', 'CA', '2025-04-01', 'B0TESTA003', '2025-04-01 12:00+00', 'ok', 32);
select is(core.apply_observations('batch'), 3, 'of several observations of one product and instant one counts');
select results_eq(
    $$
        select s.asin, s.marketplace, s.price from core.product_snapshots as s
        where s.asin in ('B0TESTA002', 'B0TESTA003') order by s.asin, s.marketplace
    $$,
    $$values ('B0TESTA002', 'US', 21::numeric), ('B0TESTA003', 'CA', 32), ('B0TESTA003', 'US', 31)$$,
    'the later arrival counts, or the later element of one list'
);
select is((select count(*) from pg_temp.changed_days), 3::bigint, 'each day is recorded once');
select is_empty('select 1 from ops.dirty_days', 'the promotion''s own writes are not recorded as manual changes');
select is_empty('select 1 from ops.dirty_products', 'nor are its writes of products');
select is(current_setting('asinmart.is_promoting'), 'off', 'later writes are recorded again');

select pg_temp.apply(40, 'B0TESTA004', '2025-03-10 12:00+00', '{"price": 10}');
select is(pg_temp.apply(41, 'B0TESTA004', '2025-03-10 13:00+00', '{"status": "blocked"}'), 1, 'a failed observation counts');
select is_empty('select 1 from pg_temp.changed_days', 'it does not change its day: a daily row changed manually stays');
select pg_temp.apply(42, 'B0TESTA004', '2025-03-10 12:00+00', '{"status": "parse_error"}');
select results_eq(
    'select c.date from pg_temp.changed_days as c', $$values ('2025-03-10'::date)$$,
    'unless it replaces a valid observation'
);

delete from core.product_metrics_daily where asin = 'B0TESTA001';
select is(pg_temp.apply(12, 'B0TESTA001', '2025-03-10 12:00+00', '{"price": 12}'), 0, 'a known observation does not count');
select results_eq(
    'select c.date from pg_temp.changed_days as c', $$values ('2025-03-10'::date)$$, 'it restores a day whose daily row is missing'
);
select pg_temp.apply(50, 'B0TESTA005', '2025-03-10 12:00+00', '{"status": "no_offer", "bsr": 5, "speaks_of_offers": false}');
select pg_temp.apply(51, 'B0TESTA005', '2025-03-10 13:00+00', '{"status": "no_offer", "used_price": 7.505}');
select results_eq(
    $$
        select s.status, s.speaks_of_offers, s.price, s.used_price
        from core.product_snapshots as s where s.asin = 'B0TESTA005' order by s.scraped_at
    $$,
    $$values ('ok', false, null::numeric, null::numeric), ('no_offer', true, null, 7.51)$$,
    'a source without offer fields has status ok; a used price is stored beside the price'
);
select is(
    pg_temp.apply(52, 'B0TESTA005', '2025-03-10 13:00+00', '{"status": "no_offer", "used_price": 7.505}'), 0, 'a difference in rounding is no change'
);

select ops.promotion_scratch();
select is(core.apply_observations('nothing'), 0, 'without observations nothing happens');
select throws_ok(
    $$
        insert into core.product_snapshots (asin, marketplace, scraped_at, date, status, price, source, job_id)
        values ('B0TESTA009', 'US', '2025-03-10 12:00+00', '2025-03-10', 'parse_error', 5, 'test', 'hand')
    $$,
    '23514', null, 'the table refuses values of a failed observation'
);

select * from finish();
rollback;
