begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(8);

set local role asinmart_api;
create function pg_temp.found(p_values jsonb) returns text language sql as $$
    select replace(string_agg(i ->> 'search_query', ', '), ' drops', '')
    from api.brand_queries(
        pg_temp.a(), pg_temp.brand(pg_temp.a()), coalesce(p_values ->> 'period_type', 'WEEK'), (p_values ->> 'from')::date, (p_values ->> 'to')::date,
        p_values ->> 'filter', p_values ->> 'lost_stage', (p_values ->> 'is_branded')::boolean, p_values ->> 'marketplace'
    ) as q
    cross join lateral json_array_elements(q.data::json) as i;
$$;
select is(pg_temp.found('{}'), 'vitamin kids, acme, vitamin', 'queries are sorted by period, newest first, and by volume');
select results_eq(
    $$
        select pg_temp.found(f.v::jsonb) from (values
            (1, '{"period_type": "MONTH"}'), (2, '{"from": "2025-01-06"}'), (3, '{"to": "2025-01-17"}'), (4, '{"filter": "vitamin AND !kids"}'),
            (5, '{"lost_stage": "impression"}'), (6, '{"is_branded": true}'), (7, '{"marketplace": "DE"}'), (8, '{"period_type": "QUARTER"}')
        ) as f (no, v) order by f.no
    $$,
    $$values ('vitamin month'), ('vitamin kids'), ('acme, vitamin'), ('vitamin'), ('vitamin kids'), ('acme'), (null), (null)$$,
    'queries are filtered by period, days, words, stage, brand name and marketplace'
);
select is(
    pg_temp.all_pages('api.brand_queries(pg_temp.a(), pg_temp.brand(pg_temp.a()), $page)', 'search_query', 1), 'vitamin kids | acme drops | vitamin drops',
    'the pages continue each other, from period to period'
);
select is(
    (select pg_temp.items(q.data, 'brand_impressions') from api.brand_queries(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_filter => '"vitamin drops"') as q), '70',
    'a query counts the products of the brand together'
);
select is(
    (
        select array_agg(k order by k) from api.brand_queries(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as q
        cross join lateral json_object_keys(q.data::json -> 0) as k
    ),
    (
        select array_agg(c.name order by c.name)
        from (
            select case when a.attname in ('start_date', 'end_date') then 'period_' || split_part(a.attname, '_', 1) else a.attname::text end as name
            from pg_attribute as a
            where a.attrelid = 'mart.brand_queries'::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('tenant_id', 'brand_id')
        ) as c
    ),
    'an item has all columns of the view except tenant and brand'
);
select is(
    (select pg_temp.items(q.data, 'search_query') from api.brand_queries(pg_temp.b(), pg_temp.brand(pg_temp.b())) as q), 'of b', 'another tenant sees its own'
);
select throws_ok('select * from api.brand_queries(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');
select throws_ok(
    $$select * from api.brand_queries(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_filter => 'a AND')$$, 'AM422', null, 'a wrong filter is refused'
);

select * from finish();
rollback;
