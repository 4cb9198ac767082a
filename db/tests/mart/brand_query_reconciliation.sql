begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(5);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001');
select pg_temp.load_reports(t.name || ' products', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')), t.name),
    pg_temp.load_reports(t.name || ' brand', array[jsonb_build_object(
        'reportMetadata', '{"Brand": ["acme"], "Reporting Range": ["Weekly"]}'::jsonb, 'Search Query', 'gloves', 'Reporting Date', '2025-01-11', 'Clicks: Brand Count', t.clicks
    )], t.name)
from (select n.name, case n.tenant_id when pg_temp.a() then '20' else '30' end as clicks from app.tenants as n where n.tenant_id in (pg_temp.a(), pg_temp.b())) as t
order by t.name;

set local role asinmart_admin;
select results_eq(
    $$
        select r.tenant_id, r.brand_name, r.period_type, r.start_date, r.search_query, r.measure, r.brand_view_count, r.product_report_count, r.difference
        from mart.brand_query_reconciliation as r order by 1
    $$,
    $$
        values
            (pg_temp.a(), 'Acme', 'WEEK', '2025-01-05'::date, 'gloves', 'brand_clicks', 20::bigint, 5::bigint, 15::bigint),
            (pg_temp.b(), 'Acme', 'WEEK', '2025-01-05', 'gloves', 'brand_clicks', 30, 5, 25)
    $$,
    'an admin sees the differences of all brands'
);
set local role tap_tenant;
select results_eq('select r.difference from mart.brand_query_reconciliation as r', array[15::bigint], 'a tenant''s login sees its own');
set local role mart_reader;
select is_empty('select 1 from mart.brand_query_reconciliation', 'mart_reader sees those of the default tenant');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select results_eq('select r.difference from mart.brand_query_reconciliation as r', array[25::bigint], 'a service sees those of its tenant');
select is((select count(*) from sqp.brand_search_performance), 1::bigint, 'also of the rows below');

select * from finish();
rollback;
