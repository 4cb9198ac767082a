begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(5);

set local role asinmart_api;
create function pg_temp.found(p_values jsonb, p_member text default 'period_start') returns text language sql as $$
    select pg_temp.items(c.data, p_member)
    from api.brand_coverage(
        pg_temp.a(), pg_temp.brand(pg_temp.a()), coalesce(p_values ->> 'period_type', 'WEEK'), (p_values ->> 'from')::date,
        coalesce(p_values ->> 'to', '2025-01-31')::date, p_values ->> 'state', p_values ->> 'asin', p_values ->> 'marketplace'
    ) as c;
$$;
select is(
    pg_temp.found('{}') || pg_temp.found('{}', 'asin') || pg_temp.found('{}', 'state'),
    '2025-01-12 2025-01-12 2025-01-05 2025-01-05' || 'B0TESTA001 B0TESTA002 B0TESTA001 B0TESTA002' || 'reported not_asked reported reported',
    'each product has each reported period, newest first, and its state'
);
select results_eq(
    $$
        select pg_temp.found(f.v::jsonb, 'asin') from (values
            (1, '{"period_type": "MONTH"}'), (2, '{"from": "2025-01-06"}'), (3, '{"to": "2025-01-11"}'), (4, '{"state": "not_asked"}'),
            (5, '{"asin": "B0TESTA002"}'), (6, '{"marketplace": "DE"}')
        ) as f (no, v) order by f.no
    $$,
    $$values ('B0TESTA001 B0TESTA002'), ('B0TESTA001 B0TESTA002'), ('B0TESTA001 B0TESTA002'), ('B0TESTA002'), ('B0TESTA002 B0TESTA002'), (null)$$,
    'periods are filtered by type, range of days, state, product and marketplace'
);
select is(
    pg_temp.all_pages($$api.brand_coverage(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_to => '2025-01-31', $page)$$, 'asin', 1),
    'B0TESTA001 | B0TESTA002 | B0TESTA001 | B0TESTA002', 'the pages continue each other'
);
select is(
    (
        select array_agg(k order by k) from api.brand_coverage(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as q
        cross join lateral json_object_keys(q.data::json -> 0) as k
    ),
    (
        select array_agg(a.attname::text order by a.attname::text) from pg_attribute as a
        where a.attrelid = 'mart.brand_coverage'::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('tenant_id', 'brand_id')
    ),
    'an item has all columns of the view except tenant and brand'
);
select throws_ok('select * from api.brand_coverage(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');

select * from finish();
rollback;
