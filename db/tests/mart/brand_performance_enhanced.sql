begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(8);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
select pg_temp.load_reports('e1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30, "own_purchases": 2}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"own_impressions": 20, "own_purchases": 1}')
) || pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 150, "own_purchases": 3}')));
select results_eq(
    'select p.brand_name, p.display_name, p.total_asins, p.asins_with_weekly_data, p.asins_with_monthly_data, p.data_start_date, p.data_end_date from mart.brand_performance_enhanced as p',
    $$values ('Acme', null, 2::bigint, 2::bigint, 2::bigint, '2025-01-05'::date, '2025-01-18'::date)$$, 'a brand has its products and days'
);
select results_eq(
    'select p.total_impressions, p.total_clicks, p.total_cart_adds, p.total_purchases from mart.brand_performance_enhanced as p',
    $$values (200::bigint, 15::bigint, 6::bigint, 6::bigint)$$, 'without a month report its counts are those of the weeks'
);
select results_eq(
    'select p.avg_impression_share, p.avg_purchase_share from mart.brand_performance_enhanced as p', $$values (10.00, 15.00)$$,
    'its shares count each query once a week'
);
select results_eq(
    $$
        select round(100.0 * sum(s.asin_impressions) / sum(s.total_impressions), 2), round(100.0 * sum(s.asin_purchases) / sum(s.total_purchases), 2)
        from mart.brand_product_segments as s where s.segment_type = 'monthly'
    $$,
    $$values (6.67, 10.00)$$, 'where the sum over monthly segments, which adds up market totals per product, gives less'
);
select pg_temp.load_reports('e2', pg_temp.month('2025-01-01',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"impressions": 5000, "own_impressions": 300, "own_purchases": 4}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"impressions": 5000, "own_impressions": 200, "own_purchases": 2}')));
select results_eq(
    'select p.total_impressions, p.total_purchases, p.avg_impression_share, p.avg_purchase_share, p.data_start_date from mart.brand_performance_enhanced as p',
    $$values (500::bigint, 6::bigint, 10.00, 30.00, '2025-01-01'::date)$$, 'with one they are those of the months, never both'
);
select pg_temp.load_reports('e3', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')), 'tenant a');
set local role mart_reader;
select results_eq('select p.total_impressions from mart.brand_performance_enhanced as p', array[500::bigint], 'mart_reader sees those of the default tenant');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select results_eq('select p.total_impressions from mart.brand_performance_enhanced as p', array[50::bigint], 'a service sees those of its tenant');
reset role;
update core.brands set is_active = false;
select ops.refresh_dirty();
select is_empty('select 1 from mart.brand_performance_enhanced', 'a brand without segments is not there');

select * from finish();
rollback;
