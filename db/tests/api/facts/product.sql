begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(9);

select pg_temp.load_run(
    'p1',
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "title": "Gloves \"L\" \\ \u00e9", "brand": "Acme", "bsr": 5, "rating": 4.5}'),
    pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 10.50, "bsr": 4}'),
    pg_temp.observed('B0TESTA002', '2025-03-11', '{"status": "blocked"}'),
    '{"asin": "B0TESTA001", "observed_date": "2025-03-11", "price": 9, "url": "https://www.amazon.de/dp/B0TESTA001"}'
);
set local role asinmart_api;
select is(
    (select (a.body::jsonb -> 'data') ->> k from api.product('B0TESTA001', 'US', '24 hours') as a),
    v, 'the answer has ' || k
)
from (values
    ('title', U&'Gloves "L" \\ \00E9'), ('price', '10.50'), ('price_change_pct', '5.00'), ('latest_date', '2025-03-11'), ('currency_code', 'USD')
) as e (k, v);
select is(
    (select a.body::jsonb #>> '{data,currency_code}' from api.product('B0TESTA001', 'DE', '24 hours') as a), 'EUR',
    'each marketplace has its own answer'
);
select results_eq(
    $$
        select a.data_version = v.data_version, (a.body::jsonb #>> '{meta,data_version}')::bigint = v.data_version, a.body::jsonb #>> '{meta,as_of}'
        from api.product('B0TESTA001', 'US', '24 hours') as a
        inner join ops.product_versions as v on v.asin = 'B0TESTA001' and v.marketplace = 'US'
    $$,
    $$values (true, true, '2025-03-11')$$,
    'the data version is that of the product''s last change'
);
select results_eq(
    $$select a.body::jsonb #>> '{data,latest_date}', a.body::jsonb #>> '{meta,as_of}' from api.product('B0TESTA002', 'US', '24 hours') as a$$,
    $$values (null, null)$$,
    'a product without a valid observation is found, with nulls'
);
select is_empty(
    $$select 1 from api.product('B0TESTA009', 'US', '24 hours') union all select 1 from api.product('B0TESTA001', 'FR', '24 hours')$$,
    'a product that is unknown in the marketplace is not found'
);

select * from finish();
rollback;
