begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(9);

-- New and used offers of one instant.
select pg_temp.load_run(
    's1',
    '{"asin": "B0TESTS001", "condition": "New", "price": "495.00", "seller": "Example A", "title": "Camera", "scraped_at": "2025-03-10T10:00:00Z"}',
    '{"asin": "B0TESTS001", "condition": "Used - Good", "price": "310.00", "title": "Camera", "scraped_at": "2025-03-10T10:00:00Z"}',
    '{"asin": "B0TESTS001", "condition": "Used - Like New", "price": "340.00", "title": "Camera", "scraped_at": "2025-03-10T10:00:00Z"}',
    '{"asin": "B0TESTS002", "condition": "Refurbished", "price": "120.00", "scraped_at": "2025-03-10T10:00:00Z"}',
    '{"asin": "B0TESTS003", "condition": "Gebraucht", "price": "20,00", "scraped_at": "2025-03-10T10:00:00Z"}',
    '{"asin": "B0TESTS003", "condition": "Neu", "price": "30,00", "scraped_at": "2025-03-10T11:00:00Z"}'
);
select results_eq(
    'select s.asin, s.scraped_at, s.status, s.price from core.product_snapshots as s order by s.asin, s.scraped_at',
    $$values
        ('B0TESTS001', '2025-03-10 10:00:00+00'::timestamptz, 'ok', 495.00::numeric),
        ('B0TESTS002', '2025-03-10 10:00:00+00', 'ok', null),
        ('B0TESTS003', '2025-03-10 10:00:00+00', 'ok', null),
        ('B0TESTS003', '2025-03-10 11:00:00+00', 'ok', 30.00)
    $$,
    'of new and used offers of one instant the new one is the price, in any order; a used one alone is none'
);
select results_eq(
    $$select r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count from core.ingest_runs as r where r.job_id = 's1'$$,
    'values (6, 4, 2, 0)', 'no row is lost'
);

create function pg_temp.adapt(p_job_id text, variadic p_items jsonb[])
returns void
language plpgsql
volatile
as $$
declare
    v_run core.ingest_runs;
begin
    perform pg_temp.land_run(p_job_id, p_items);
    perform ops.promotion_scratch();
    select r.* into v_run from core.ingest_runs as r where r.job_id = p_job_id;
    perform staging_raw.adapt_run(v_run, v_run.item_count, now());
end;
$$;
select pg_temp.adapt(
    's2',
    '{"asin": "B0TESTS001", "condition": "New", "price": 495, "scraped_at": "2025-03-11T10:00:00Z"}',
    '{"asin": "B0TESTS001", "condition": "Used - Good", "price": 310, "scraped_at": "2025-03-11T10:00:00Z"}',
    '{"asin": "B0TESTS001", "condition": "Used - Like New", "price": 340, "scraped_at": "2025-03-11T10:00:00Z"}'
);
select results_eq(
    'select distinct o.price, o.used_price from pg_temp.observations as o', 'values (495::numeric, 310::numeric)',
    'the lowest used price is stored beside it'
);

-- Pages of another ASIN.
select pg_temp.adapt(
    's3',
    '{"asin": "B0TESTS001", "url": "https://www.amazon.de/dp/B0TESTS001", "price": 499, "title": "Console", "scraped_at": "2025-03-12T10:00:00Z"}',
    '{"asin": "B0TESTS001", "url": "https://www.amazon.de/dp/B0TESTS002", "price": 69, "title": "Controller", "offers_count": 3, "scraped_at": "2025-03-13T10:00:00Z"}',
    '{"asin": "B0TESTS001", "url": "https://www.amazon.de/b0tests001-console/dp/b0tests001", "price": 498, "scraped_at": "2025-03-14T10:00:00Z"}',
    '{"asin": "B0TESTS001", "url": "https://www.amazon.de/gp/bestsellers/", "price": 497, "scraped_at": "2025-03-15T10:00:00Z"}',
    '{"asin": "B0TESTS001", "requested_asin": "B0TESTS003", "url": "https://www.amazon.de/dp/B0TESTS003", "price": 496, "scraped_at": "2025-03-16T10:00:00Z"}'
);
select results_eq(
    'select o.item_no, o.asin, o.status, o.price, o.title, o.offers_count from pg_temp.observations as o order by o.item_no, o.asin',
    $$values
        (1, 'B0TESTS001', 'ok', 499::numeric, 'Console', null::bigint), (2, 'B0TESTS001', 'redirected', null, null, null),
        (3, 'B0TESTS001', 'ok', 498, null, null), (4, 'B0TESTS001', 'ok', 497, null, null), (5, 'B0TESTS001', 'ok', 496, null, null),
        (5, 'B0TESTS003', 'redirected', null, null, null)
    $$,
    'the page of another ASIN is a redirect without values, unless the item requested that ASIN'
);
select pg_temp.adapt(
    's4', '{"asin": "B0TESTS001", "url": "https://www.amazon.de/dp/B0TESTS002", "status": "blocked", "scraped_at": "2025-03-12T10:00:00Z"}',
    '{"asin": "NONSENSE", "url": "https://www.amazon.de/dp/B0TESTS002", "price": 5, "scraped_at": "2025-03-12T10:00:00Z"}'
);
select results_eq(
    'select o.status, o.reject_code from pg_temp.observations as o order by o.item_no',
    $$values ('blocked', null), ('ok', 'asin_invalid')$$, 'failed and rejected observations stay unchanged'
);

-- Products in which an adapter found nothing.
select ops.promotion_scratch();
insert into pg_temp.observations (raw_event_id, item_no, asin, status, availability, reject_code)
values (1, 1, 'B0TESTS001', 'unread', 'nothing in it', null), (2, 2, 'B0TESTS002', 'ok', 'In stock', null), (3, 3, null, 'unread', 'nothing', 'asin_missing');
select lives_ok('select staging_raw.resolve_observations()', 'rows without a url are checked too');
select results_eq(
    'select o.reject_code, o.reject_detail from pg_temp.observations as o order by o.item_no',
    $$values ('no_observation', 'nothing in it'), (null, null), ('asin_missing', null)$$,
    'an unreadable product is a reject with the text of its adapter'
);
select pg_temp.load_run('s5', '{"tokensLeft": 1, "products": [{"asin": "B0TESTS001"}]}');
select is(
    (select e.stage from staging_raw.rejected_events as e where e.job_id = 's5'), 'adapt', 'its stage is adapt'
);
select is((select r.rejected_count from core.ingest_runs as r where r.job_id = 's5'), 1, 'it is counted');

select * from finish();
rollback;
