begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(7);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002', 'B0TESTA003');
select pg_temp.load_reports('g1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30}'), pg_temp.report_line('B0TESTA002', 'gloves', '{"own_impressions": 200}'),
    pg_temp.report_line('B0TESTA003', 'gloves', '{"own_impressions": 0, "own_clicks": 0}'))
    || pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 40}')));
select b.id as brand_id from core.brands as b where b.brand_name = 'Acme' \gset
select results_eq(
    format($$select * from mart.get_product_segment_metadata(%L, '2025-01-01', '2025-01-31')$$, :'brand_id'),
    $$
        values
            ('B0TESTA002', true, true, 1, 1, '2025-01-05'::date, '2025-01-11'::date, 400::bigint),
            ('B0TESTA001', true, true, 2, 1, '2025-01-05', '2025-01-18', 140)
    $$,
    'products with impressions have their numbers of segments, most impressions first'
);
select results_eq(
    format($$select m.asin, m.has_weekly_segments, m.has_monthly_segments, m.weekly_count, m.monthly_count from mart.get_product_segment_metadata(%L, '2025-01-05', '2025-01-30') as m$$, :'brand_id'),
    $$values ('B0TESTA002', true, false, 1, 0), ('B0TESTA001', true, false, 2, 0)$$, 'a segment that lies in the range in part does not count'
);
select is_empty(format($$select 1 from mart.get_product_segment_metadata(%L, '2025-02-01', '2025-02-28')$$, :'brand_id'), 'outside there are none');
select is_empty($$select 1 from mart.get_product_segment_metadata(gen_random_uuid(), '2025-01-01', '2025-01-31')$$, 'nor of an unknown brand');

select pg_temp.load_reports('g2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')), 'tenant a');
select b.id as tenants_brand_id from core.brands as b where b.tenant_id = pg_temp.a() \gset
set local role tap_tenant;
select is((select string_agg(m.asin, ' ') from mart.get_product_segment_metadata(:'tenants_brand_id', '2025-01-01', '2025-01-31') as m), 'B0TESTA001', 'a tenant''s login reads its own brand');
select is((select count(*) from mart.get_product_segment_metadata(:'brand_id', '2025-01-01', '2025-01-31') as m), 0::bigint, 'but no other');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select is((select count(*) from mart.get_product_segment_metadata(:'brand_id', '2025-01-01', '2025-01-31') as m), 0::bigint, 'nor does a service of that tenant');

select * from finish();
rollback;
