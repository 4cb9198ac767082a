begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(17);

select pg_temp.seen('B0TESTA001', 'Steel kettle', 10, 5, 3), pg_temp.seen('B0TESTA002', 'Kettle of glass', 30, 1, 9),
    pg_temp.seen('B0TESTA003', 'Toaster', null, 9, null), pg_temp.seen('B0TESTA004', 'Kettle', 20, null, 9);
insert into app.tracked_products (tenant_id, asin) values (pg_temp.a(), 'B0TESTA001'), (pg_temp.b(), 'B0TESTA002');
set local role asinmart_api;
create function pg_temp.listed(p_values jsonb default '{}', p_after jsonb default null, p_limit integer default 50) returns text language sql as $$
    select pg_temp.items(p.data, 'asin')
    from api.products(
        pg_temp.a(), coalesce(p_values ->> 'marketplace', 'US'), p_values ->> 'q', p_values ->> 'brand', p_values ->> 'category',
        (p_values ->> 'price_min')::numeric, (p_values ->> 'price_max')::numeric, (p_values ->> 'in_stock')::boolean,
        (p_values ->> 'is_unlisted')::boolean, (p_values ->> 'tracked')::boolean, p_values ->> 'sort', p_after, p_limit
    ) as p;
$$;
select is(pg_temp.listed(), 'B0TESTA001 B0TESTA002 B0TESTA003 B0TESTA004', 'products are sorted by ASIN');
select is(pg_temp.listed('{"sort": "price"}'), 'B0TESTA001 B0TESTA004 B0TESTA002 B0TESTA003', 'products are sorted by price, unknown prices last');
select is(pg_temp.listed('{"sort": "-price"}'), 'B0TESTA002 B0TESTA004 B0TESTA001 B0TESTA003', 'unknown prices are last in descending order too');
select is(pg_temp.listed('{"sort": "-reviews"}'), 'B0TESTA004 B0TESTA002 B0TESTA001 B0TESTA003', 'equal values are sorted by ASIN');
select is(pg_temp.listed('{"sort": "price"}', '[20, "B0TESTA004"]'), 'B0TESTA002 B0TESTA003', 'a page starts after a key');
select is(pg_temp.listed('{"sort": "price"}', '[null, "B0TESTA002"]'), 'B0TESTA003', 'a page starts after a key without a value');
select is(pg_temp.listed('{"q": "kettle"}'), 'B0TESTA004 B0TESTA002 B0TESTA001', 'search results are sorted by number of ratings');
select is(pg_temp.listed('{"q": "kettle"}', '[9, "B0TESTA004"]'), 'B0TESTA002 B0TESTA001', 'pages follow each other');
select is(pg_temp.listed('{"q": "b0testa003"}'), 'B0TESTA003', 'a search finds an ASIN');
select is(pg_temp.listed('{"q": "B0TESTA"}'), 'B0TESTA004 B0TESTA002 B0TESTA001 B0TESTA003', 'a search finds the beginning of an ASIN');
select is(pg_temp.listed('{"brand": "Brandy", "category": "Things", "price_min": 20, "price_max": 20, "in_stock": true, "is_unlisted": false}'), 'B0TESTA004', 'filters are combined');
select is(pg_temp.listed('{"tracked": true}'), 'B0TESTA001', 'filter is_tracked uses the tenant''s own watch list');
select is(pg_temp.listed('{"marketplace": "DE"}'), null, 'another marketplace has other products');
select results_eq(
    $$select p.next_key, p.meta::jsonb - 'data_version' - 'computed_at_version' from api.products(pg_temp.a(), p_sort => 'price', p_limit => 2) as p$$,
    $$values ('[20.00, "B0TESTA004"]', '{"as_of": "2025-03-10", "currency": "USD", "marketplace": "US"}'::jsonb)$$,
    'the result has the key of the next page and the metadata'
);
select is((select p.next_key from api.products(pg_temp.a(), p_limit => 4) as p), null, 'the last page has no next key');
select throws_ok($$select api.products(pg_temp.a(), p_sort => 'relevance')$$, 'AM422', null, 'sort=relevance needs search words');
select is(
    (select p.data::jsonb -> 0 from api.products(pg_temp.a(), p_limit => 1) as p),
    (select a.body::jsonb -> 'data' from api.product('B0TESTA001', 'US', '1 day') as a), 'an item equals the data of api.product'
);

select * from finish();
rollback;
