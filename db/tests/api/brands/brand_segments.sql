begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(8);

set local role asinmart_api;
create function pg_temp.found(p_values jsonb, p_member text default 'asin') returns text language sql as $$
    select pg_temp.items(s.data, p_member)
    from api.brand_segments(
        pg_temp.a(), pg_temp.brand(pg_temp.a()), coalesce(p_values ->> 'type', 'weekly'), (p_values ->> 'from')::date, (p_values ->> 'to')::date,
        p_values ->> 'asin', p_values ->> 'marketplace'
    ) as s;
$$;
select is(pg_temp.found('{}', 'period_start'), '2025-01-12 2025-01-05 2025-01-05', 'weeks are sorted newest first');
select is(pg_temp.found('{"from": "2025-01-01"}'), 'B0TESTA001 B0TESTA001 B0TESTA002', 'then by ASIN');
select results_eq(
    $$
        select pg_temp.found(f.v::jsonb, 'period_start') from (values
            (1, '{"type": "monthly"}'), (2, '{"from": "2025-01-06"}'), (3, '{"to": "2025-01-17"}'), (4, '{"asin": "B0TESTA002"}'), (5, '{"marketplace": "DE"}')
        ) as f (no, v) order by f.no
    $$,
    $$values ('2025-01-01 2025-01-01'), ('2025-01-12'), ('2025-01-05 2025-01-05'), ('2025-01-05'), (null)$$,
    'segments are filtered by type, range of days, ASIN and marketplace'
);
select is(
    pg_temp.all_pages('api.brand_segments(pg_temp.a(), pg_temp.brand(pg_temp.a()), $page)', 'asin', 1), 'B0TESTA001 | B0TESTA001 | B0TESTA002', 'the pages continue each other'
);
select is(
    (
        select array_agg(k order by k) from api.brand_segments(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as s
        cross join lateral json_object_keys(s.data::json -> 0) as k
    ),
    (
        select array_agg(c.attname::text order by c.attname::text) from pg_attribute as c
        where c.attrelid = 'mart.brand_product_segments'::regclass and c.attnum > 0 and not c.attisdropped and c.attname not in ('tenant_id', 'brand_id')
    ),
    'an item has all columns of the view except tenant and brand'
);
select is(
    (select pg_temp.items(s.data, 'asin_impressions') from api.brand_segments(pg_temp.b(), pg_temp.brand(pg_temp.b())) as s), '999',
    'another tenant sees its own report of the same product'
);
select throws_ok('select * from api.brand_segments(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');
select throws_ok(
    $$select * from api.brand_segments(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_after => '["x", "y", "z"]')$$, '22007', null, 'a page cannot begin after a key of another list'
);

select * from finish();
rollback;
