begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(10);

create view pg_temp.state as
select p.is_unlisted, p.unlisted_at from core.products as p where p.asin = 'B0TESTA001';

select pg_temp.load_run('l1', '{"asin": "B0TESTA001", "scraped_at": "2025-03-05T12:00:00Z", "price": 10, "title": "One"}');
select results_eq('table pg_temp.state', $$values (false, null::timestamptz)$$, 'a product that was seen is listed');

select pg_temp.load_run('l2', variadic array[
    '{"asin": "B0TESTA001", "scraped_at": "2025-03-01T12:00:00Z", "status": "delisted"}',
    '{"asin": "B0TESTA001", "scraped_at": "2025-03-10T12:00:00Z", "status": "blocked"}'
]::jsonb[]);
select results_eq(
    'table pg_temp.state', $$values (false, null::timestamptz)$$,
    'a listing gone before it was seen is listed, whatever a later blocked page says'
);

select pg_temp.load_run('l3', '{"asin": "B0TESTA001", "scraped_at": "2025-03-20T12:00:00Z", "status": "delisted"}');
select results_eq('table pg_temp.state', $$values (true, timestamptz '2025-03-20 12:00Z')$$, 'a listing found gone is unlisted from then on');

select pg_temp.load_run('l4', '{"asin": "B0TESTA001", "scraped_at": "2025-03-15T12:00:00Z", "status": "delisted"}');
select results_eq(
    'table pg_temp.state', $$values (true, timestamptz '2025-03-15 12:00Z')$$,
    'an earlier observation that arrives late moves that time'
);

select pg_temp.load_run('l5', '{"asin": "B0TESTA001", "scraped_at": "2025-03-17T12:00:00Z", "price": 10}');
select results_eq(
    'table pg_temp.state', $$values (true, timestamptz '2025-03-20 12:00Z')$$,
    'an observation in between moves it to the next one without the listing'
);

select pg_temp.load_run('l6', '{"asin": "B0TESTA001", "scraped_at": "2025-03-25T12:00:00Z", "price": 10}');
select results_eq('table pg_temp.state', $$values (false, null::timestamptz)$$, 'a product seen again is listed again');

select pg_temp.load_run('m1', variadic array[
    '{"asin": "B0TESTA002", "scraped_at": "2025-03-20T12:00:00Z", "status": "delisted"}',
    '{"asin": "B0TESTA002", "scraped_at": "2025-03-25T12:00:00Z", "price": 10}'
]::jsonb[]);
select pg_temp.load_run('m2', '{"asin": "B0TESTA002", "scraped_at": "2025-03-25T12:00:00Z", "status": "blocked"}');
select is(
    (select p.unlisted_at from core.products as p where p.asin = 'B0TESTA002'), timestamptz '2025-03-20 12:00Z',
    'it is unlisted again when that observation turns out to be a blocked page'
);

-- Retention drops the observation that found it gone.
select pg_temp.load_run('l7', '{"asin": "B0TESTA001", "scraped_at": "2025-03-28T12:00:00Z", "status": "delisted"}');
select ops.ensure_partition('core.product_snapshots', '2025-04-01');
alter table core.product_snapshots detach partition partitions.product_snapshots_2025_03;
update ops.partition_policies set horizon = '2025-04-01' where parent = 'core.product_snapshots';
select pg_temp.load_run('l8', '{"asin": "B0TESTA001", "scraped_at": "2025-04-10T12:00:00Z", "status": "delisted"}');
select results_eq('table pg_temp.state', $$values (true, timestamptz '2025-03-28 12:00Z')$$, 'the time from a dropped observation is kept');
select pg_temp.load_run('l9', '{"asin": "B0TESTA001", "scraped_at": "2025-04-05T12:00:00Z", "price": 10}');
select results_eq('table pg_temp.state', $$values (true, timestamptz '2025-04-10 12:00Z')$$, 'a later observation with the listing replaces it');
select pg_temp.load_run('l10', '{"asin": "B0TESTA001", "scraped_at": "2025-04-12T12:00:00Z", "price": 10}');
select results_eq('table pg_temp.state', $$values (false, null::timestamptz)$$, 'a product seen again is listed again after retention');

select * from finish();
rollback;
