begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/two_tenants.psql
select plan(9);

insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    (pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), (pg_temp.a(), 'B0TESTA001', 'B0TESTA003'), (pg_temp.a(), 'B0TESTA004', 'B0TESTA005'),
    (pg_temp.a(), 'B0TESTA002', 'B0TESTA006'), (pg_temp.b(), 'B0TESTA001', 'B0TESTA005');
set local role asinmart_owner;
select pg_temp.load_run(
    'c1',
    -- Undercut since the second day; always undercut by the same; the cheapest, whose rival has no price.
    pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 10, "title": "Main"}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'),
    pg_temp.observed('B0TESTA002', '2025-03-09', '{"price": 12}'), pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 8, "title": "Two"}'),
    pg_temp.observed('B0TESTA003', '2025-03-09', '{"price": 10}'), pg_temp.observed('B0TESTA003', '2025-03-10', '{"price": 9}'),
    pg_temp.observed('B0TESTA004', '2025-03-09', '{"price": 5}'), pg_temp.observed('B0TESTA004', '2025-03-10', '{"price": 5}'),
    pg_temp.observed('B0TESTA005', '2025-03-09', '{"price": 4}'), pg_temp.observed('B0TESTA005', '2025-03-10', '{"price": 4}'),
    pg_temp.observed('B0TESTA006', '2025-03-10', '{"bsr": 4}')
);
set local role asinmart_api;
create function pg_temp.listed(p_tenant_id uuid default pg_temp.a(), p_marketplace text default null)
returns text language sql as $$
    select string_agg(
        concat_ws(' ', right(i ->> 'asin', 1), right(i ->> 'cheapest_asin', 1), i ->> 'price_diff_pct', i ->> 'price_diff_change'), ', ' order by e.place
    )
    from api.compared_products(p_tenant_id, p_marketplace) as c
    cross join lateral json_array_elements(c.data::json) with ordinality as e (i, place);
$$;
select is(
    pg_temp.listed(), '1 2 25.00 25.00, 4 5 25.00 0.00, 2',
    'main products come with their cheapest competitor, those first whose gap grew most, and those last whose gap is unknown'
);
select is(
    (select c.data::jsonb -> 0 from api.compared_products(pg_temp.a()) as c),
    '{
        "asin": "B0TESTA001", "marketplace": "US", "currency_code": "USD", "title": "Main", "brand": null, "competitor_count": 2,
        "latest_date": "2025-03-10", "price": 10.00, "cheapest_asin": "B0TESTA002", "cheapest_title": "Two", "cheapest_price": 8.00,
        "price_diff_pct": 25.00, "previous_price_diff_pct": 0.00, "price_diff_change": 25.00
    }'::jsonb,
    'an item has both products and the gap of both days'
);
select is(
    pg_temp.all_pages('api.compared_products(pg_temp.a(), null, $page)', 'asin', 1), 'B0TESTA001 | B0TESTA004 | B0TESTA002',
    'the pages continue each other, from a known gap to an unknown one'
);
select is(pg_temp.listed(pg_temp.b()), '1 5 150.00 0.00', 'another tenant has its own competitors');
select is(pg_temp.listed(pg_temp.a(), 'US'), pg_temp.listed(), 'a marketplace is a filter');
select is(pg_temp.listed(pg_temp.a(), 'DE'), null, 'another marketplace has none');
select results_eq(
    'select c.data, c.next_key, c.meta from api.compared_products(pg_temp.a(), $$DE$$) as c', $$values ('[]', null::text, '{}')$$,
    'an empty page is an empty list'
);
set local role asinmart_owner;
select pg_temp.load_run('c2', pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 10}'));
set local role asinmart_api;
select is(
    (select c.data::jsonb -> 2 -> 'price_diff_pct' from api.compared_products(pg_temp.a()) as c), 'null'::jsonb,
    'on a day on which no competitor was observed the gap is unknown'
);
select is(
    (select count(*) from api.compared_products(pg_temp.a()) as c cross join lateral json_array_elements(c.data::json)), 3::bigint,
    'the product is listed all the same'
);

select * from finish();
rollback;
