begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(10);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002', 'B0TESTA003');
select pg_temp.load_reports('p1', pg_temp.report('{"start": "2025-01-05", "asins": "B0TESTA001 B0TESTA002 B0TESTA003"}',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30, "own_purchases": 2}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"own_impressions": 20, "own_purchases": 1}'),
    pg_temp.report_line('B0TESTA001', 'mittens', '{"impressions": 3000, "own_impressions": 90, "purchases": 0, "own_purchases": 0}')
));
select results_eq(
    $$
        select p.brand_name, p.display_name, p.marketplace, p.period_type, p.period_start, p.period_end, p.query_count, p.reported_product_count
        from mart.brand_performance as p
    $$,
    $$values ('Acme', 'Acme', 'US', 'WEEK', '2025-01-05'::date, '2025-01-11'::date, 2, 3)$$,
    'a period has its queries and the products that reported it, those that list nothing too'
);
select results_eq(
    'select p.total_impressions, p.brand_impressions, p.total_purchases, p.brand_purchases from mart.brand_performance as p',
    $$values (4000::bigint, 140::bigint, 20::bigint, 3::bigint)$$, 'each query counts once in the totals, each product in the brand''s counts'
);
select results_eq(
    'select p.impression_share_pct, p.purchase_share_pct from mart.brand_performance as p', $$values (3.50, 15.00)$$, 'shares are own counts over those totals'
);

select results_eq(
    'select p.product_count, p.brand_impressions_high, p.brand_clicks_high from mart.brand_performance as p', $$values (3, 4000::bigint, 200::bigint)$$,
    'a list that is empty bounds nothing: the brand can have all of the market'
);

-- Two products with one query.
select pg_temp.load_reports('p2', pg_temp.week('2025-01-12',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30}'), pg_temp.report_line('B0TESTA002', 'gloves', '{"own_impressions": 20}')));
select is(
    (select p.impression_share_pct from mart.brand_performance as p where p.period_start = '2025-01-12'), 5.00, 'two products of one query have the sum of their shares'
);
select is(
    (
        select round(100.0 * sum(s.asin_impressions) / sum(s.total_impressions), 2)
        from mart.brand_product_segments as s where s.segment_type = 'weekly' and s.period_start = '2025-01-12'
    ),
    2.50, 'where a sum over segments gives half'
);
select pg_temp.load_reports('p3', pg_temp.week('2025-01-19', pg_temp.report_line('B0TESTA001', 'gloves', '{"impressions": 0, "own_impressions": 0, "clicks": null, "own_clicks": null}')));
select results_eq(
    $$select p.total_impressions, p.impression_share_pct, p.total_clicks, p.click_share_pct from mart.brand_performance as p where p.period_start = '2025-01-19'$$,
    $$values (0::bigint, null::numeric, null::bigint, null::numeric)$$, 'a total of 0 or an unknown one gives no share'
);

select pg_temp.load_reports('p4', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 400}')), 'tenant a');
set local role mart_reader;
select set_eq('select p.tenant_id from mart.brand_performance as p', array[pg_temp.default_tenant()], 'mart_reader sees those of the default tenant');
set local role asinmart_api;
select is_empty('select 1 from mart.brand_performance', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select results_eq('select p.impression_share_pct, p.reported_product_count from mart.brand_performance as p', $$values (40.00, 1)$$, 'with one it sees those of that tenant');

select * from finish();
rollback;
