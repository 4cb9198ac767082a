begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(4);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
select pg_temp.load_reports('p1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30, "purchases": 0, "own_purchases": 0}'),
    pg_temp.report_line('B0TESTA001', 'mittens', '{"own_impressions": 12}'), pg_temp.report_line('B0TESTA002', 'gloves', '{"own_impressions": 20}')));
select results_eq(
    $$
        select p.asin, p.total_impressions, p.asin_impressions, p.impression_share_pct, p.click_share_pct, p.purchase_share_pct, p.unlisted_impressions_high
        from mart.brand_query_products as p where p.search_query = 'gloves' order by p.asin
    $$,
    $$
        values
            ('B0TESTA001', 1000::bigint, 30::bigint, 3.00, 5.00, null::numeric, 12::bigint), ('B0TESTA002', 1000, 20, 2.00, 5.00, 5.00, 20)
    $$,
    'each product has its counts and shares of a query; none of no purchases is no share'
);
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA002';
select set_eq('select p.asin from mart.brand_query_products as p', array['B0TESTA001'], 'a product that counts for no brand has none');
select pg_temp.load_reports('p2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')), 'tenant a');
set local role mart_reader;
select set_eq('select p.tenant_id from mart.brand_query_products as p', array[pg_temp.default_tenant()], 'mart_reader sees those of the default tenant');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select set_eq('select p.tenant_id from mart.brand_query_products as p', array[pg_temp.a()], 'a service sees those of its tenant');

select * from finish();
rollback;
