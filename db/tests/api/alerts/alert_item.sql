begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(1);

select pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-10');
select is(
    (select array_agg(k order by k) from core.alerts as a cross join lateral json_object_keys(api.alert_item(a)) as k),
    (
        select array_agg(c.attname::text order by c.attname::text) from pg_attribute as c
        where c.attrelid = 'core.alerts'::regclass and c.attnum > 0 and not c.attisdropped and c.attname not in ('tenant_id', 'job_id', 'told_id')
    ),
    'an item has all fields of an alert except tenant, run and notification number'
);

select * from finish();
rollback;
