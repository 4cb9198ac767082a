begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(7);

set local role asinmart_api;
select is(
    pg_temp.all_pages('api.brand_performance(pg_temp.a(), pg_temp.brand(pg_temp.a()), $page)', 'period_start', 1), '2025-01-12 | 2025-01-05',
    'periods are sorted newest first, and the pages continue each other'
);
select results_eq(
    $$
        select pg_temp.items(p.data, 'period_start')
        from (values
            (1, 'MONTH', null::date, null::date, null), (2, 'WEEK', '2025-01-06', null, null), (3, 'WEEK', null, '2025-01-17', null), (4, 'WEEK', null, null, 'DE')
        ) as f (no, period_type, first, last, marketplace)
        cross join lateral api.brand_performance(pg_temp.a(), pg_temp.brand(pg_temp.a()), f.period_type, f.first, f.last, f.marketplace) as p
        order by f.no
    $$,
    $$values ('2025-01-01'), ('2025-01-12'), ('2025-01-05'), (null)$$,
    'periods are filtered by type, range of days and marketplace'
);
select results_eq(
    $$
        select pg_temp.items(p.data, 'query_count'), pg_temp.items(p.data, 'reported_product_count'), pg_temp.items(p.data, 'total_impressions')
        from api.brand_performance(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_to => '2025-01-11') as p
    $$,
    $$values ('2', '2', '2000')$$,
    'the market counts each query once'
);
select is(
    (
        select array_agg(k order by k) from api.brand_performance(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as p
        cross join lateral json_object_keys(p.data::json -> 0) as k
        where k not like '%\_low\_pct' and k not like '%\_high\_pct'
    ),
    (
        select array_agg(c.attname::text order by c.attname::text) from pg_attribute as c
        where c.attrelid = 'mart.brand_performance'::regclass and c.attnum > 0 and not c.attisdropped
            and c.attname not in ('tenant_id', 'brand_id')
    ),
    'an item has all columns of the view except tenant and brand'
);
reset role;
select is(
    (
        select string_agg(concat_ws(' to ', i.item ->> (s.name || '_share_low_pct'), i.item ->> (s.name || '_share_high_pct')), ', ' order by s.place)
        from api.brand_performance(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as p
        cross join lateral (select p.data::json -> 0 as item) as i
        cross join (values (1, 'impression'), (2, 'click'), (3, 'cart_add'), (4, 'purchase')) as s (place, name)
    ),
    (
        select string_agg(concat_ws(' to ', definitions.share_interval(s.own, s.total, -1), definitions.share_interval(s.own, s.total, 1)), ', ' order by s.place)
        from mart.brand_performance as v
        cross join lateral (values
            (1, v.brand_impressions, v.total_impressions), (2, v.brand_clicks, v.total_clicks), (3, v.brand_cart_adds, v.total_cart_adds),
            (4, v.brand_purchases, v.total_purchases)
        ) as s (place, own, total)
        where v.tenant_id = pg_temp.a() and v.period_type = 'WEEK' and v.period_start = '2025-01-12'
    ),
    'and the interval of each share'
);
set local role asinmart_api;
select is(
    (select pg_temp.items(p.data, 'brand_impressions') from api.brand_performance(pg_temp.b(), pg_temp.brand(pg_temp.b())) as p), '999', 'another tenant sees its own'
);
select throws_ok('select * from api.brand_performance(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');

select * from finish();
rollback;
