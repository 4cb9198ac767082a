begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/load_run.psql
select plan(7);

select pg_temp.load_run(
    'c1',
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 5, "bsr_category": "Mugs"}'),
    pg_temp.observed('B0TESTA002', '2025-03-09', '{"price": 20, "bsr": 8, "bsr_category": "Mugs"}'),
    pg_temp.observed('B0TESTA003', '2025-03-10', '{"bsr": 7, "bsr_category": "Cups"}'),
    pg_temp.observed('B0TESTA004', '2025-03-08', '{"bsr": 7, "bsr_category": "Jugs & Jars"}'),
    '{"asin": "B0TESTA001", "observed_date": "2025-03-11", "price": 1, "bsr": 2, "bsr_category": "Becher", "url": "https://www.amazon.de/dp/B0TESTA001"}'
);
set local role asinmart_api;
select is((select pg_temp.items(c.data, 'category') from api.categories() as c), 'Cups Jugs & Jars Mugs', 'categories are sorted by name');
select is((select pg_temp.items(c.data, 'category') from api.categories('DE') as c), 'Becher', 'another marketplace has other categories');
select is((select pg_temp.items(c.data, 'category') from api.categories(p_category => 'Mugs') as c), 'Mugs', 'one category can be chosen');
select is(
    (select c.data::jsonb -> 0 from api.categories(p_category => 'Mugs') as c),
    (select to_jsonb(b) from mart.category_benchmarks as b where b.marketplace = 'US' and b.category = 'Mugs'),
    'a category has the number of its products and their usual values'
);
select results_eq(
    $$select c.next_key, c.meta::jsonb - 'data_version' - 'computed_at_version' from api.categories(p_limit => 2) as c$$,
    $$values ('["Jugs & Jars"]', '{"as_of": "2025-03-10", "currency": "USD", "marketplace": "US"}'::jsonb)$$,
    'the result has the key of the next page and the metadata'
);
select is(
    (select pg_temp.items(b.data, 'category') from api.categories(p_limit => 1) as a cross join lateral api.categories(p_after => a.next_key::jsonb) as b),
    'Jugs & Jars Mugs', 'pages follow each other'
);
select is((select c.next_key from api.categories(p_limit => 3) as c), null, 'the last page has no next key');

select * from finish();
rollback;
