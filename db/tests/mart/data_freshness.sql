begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(3);

select is_empty('select 1 from mart.data_freshness', 'without data there is no marketplace');
select pg_temp.load_run(
    'f1', pg_temp.observed('B0TESTA001', (now() at time zone 'America/Los_Angeles')::date, '{"price": 1}'),
    pg_temp.observed('B0TESTA002', (now() at time zone 'America/Los_Angeles')::date - 1, '{"price": 1}'),
    pg_temp.observed('B0TESTA003', (now() at time zone 'America/Los_Angeles')::date - 2, '{"price": 1}'),
    '{"asin": "B0TESTA001", "observed_date": "2025-03-10", "price": 1, "url": "https://www.amazon.de/dp/B0TESTA001"}'
);
select results_eq(
    $$select f.newest_day = (now() at time zone 'America/Los_Angeles')::date, f.product_count, f.stale_product_count, f.refreshed_at from mart.data_freshness as f where f.marketplace = 'US'$$,
    $$values (true, 3::bigint, 1::bigint, now())$$,
    'a product not seen since the day before yesterday is stale'
);
select results_eq(
    $$select f.newest_day, f.product_count, f.stale_product_count from mart.data_freshness as f where f.marketplace = 'DE'$$,
    $$values ('2025-03-10'::date, 1::bigint, 1::bigint)$$,
    'each marketplace by itself'
);

select * from finish();
rollback;
