begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(7);

set local role asinmart_api;
create function pg_temp.found(p_values jsonb) returns text language sql as $$
    select replace(string_agg((i ->> 'search_query') || ' ' || right(i ->> 'asin', 1), ', '), ' drops', '')
    from api.brand_query_products(
        pg_temp.a(), pg_temp.brand(pg_temp.a()), coalesce(p_values ->> 'period_type', 'WEEK'), (p_values ->> 'from')::date, (p_values ->> 'to')::date,
        p_values ->> 'filter', p_values ->> 'search_query', p_values ->> 'asin', p_values ->> 'marketplace'
    ) as q
    cross join lateral json_array_elements(q.data::json) as i;
$$;
select is(pg_temp.found('{}'), 'vitamin kids 1, acme 1, vitamin 1, vitamin 2', 'queries are sorted by period, newest first, volume and product');
select results_eq(
    $$
        select pg_temp.found(f.v::jsonb) from (values
            (1, '{"period_type": "MONTH"}'), (2, '{"from": "2025-01-06"}'), (3, '{"to": "2025-01-17"}'), (4, '{"filter": "vitamin AND !kids"}'),
            (5, '{"search_query": "acme drops"}'), (6, '{"asin": "B0TESTA002"}'), (7, '{"marketplace": "DE"}')
        ) as f (no, v) order by f.no
    $$,
    $$values ('vitamin month 1'), ('vitamin kids 1'), ('acme 1, vitamin 1, vitamin 2'), ('vitamin 1, vitamin 2'), ('acme 1'), ('vitamin 2'), (null)$$,
    'queries are filtered by period, days, words, the query itself, product and marketplace'
);
select is(
    pg_temp.all_pages('api.brand_query_products(pg_temp.a(), pg_temp.brand(pg_temp.a()), $page)', 'search_query', 1),
    'vitamin kids | acme drops | vitamin drops | vitamin drops', 'the pages continue each other, from period to period'
);
select is(
    (
        select array_agg(k order by k) from api.brand_query_products(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as q
        cross join lateral json_object_keys(q.data::json -> 0) as k
    ),
    (
        select array_agg(c.name order by c.name)
        from (
            select case when a.attname in ('start_date', 'end_date') then 'period_' || split_part(a.attname, '_', 1) else a.attname::text end as name
            from pg_attribute as a
            where a.attrelid = 'mart.brand_query_products'::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('tenant_id', 'brand_id')
        ) as c
    ),
    'an item has all columns of the view except tenant and brand'
);
select is(
    (select pg_temp.items(q.data, 'asin_impressions') from api.brand_query_products(pg_temp.b(), pg_temp.brand(pg_temp.b())) as q), '999', 'another tenant sees its own'
);
select throws_ok('select * from api.brand_query_products(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');
select throws_ok(
    $$select * from api.brand_query_products(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_filter => 'a AND')$$, 'AM422', null, 'a wrong filter is refused'
);

select * from finish();
rollback;
