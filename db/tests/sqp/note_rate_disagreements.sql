begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(9);

create temp view noted as
select d.report, d.row_key, d.field, d.stated, d.computed, d.job_id from sqp.rate_disagreements as d where d.tenant_id = pg_temp.default_tenant();

select pg_temp.load_reports('d1', pg_temp.catalog('{}',
    pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002', '{"click_rate": 0.05}'), pg_temp.catalog_line('B0TESTA003', '{"conversion_rate": 12.5}'),
    pg_temp.catalog_line('B0TESTA004', '{"clicks": 0, "click_rate": 0, "purchases": 0, "conversion_rate": 0}'),
    pg_temp.catalog_line('B0TESTA005', '{"clicks": 0, "click_rate": 0, "purchases": 0, "conversion_rate": 0.1}'),
    pg_temp.catalog_line('B0TESTA006', '{"click_rate": null, "conversion_rate": null}')));
select results_eq(
    'select n.row_key, n.field, n.stated, n.computed from noted as n order by 1',
    $$
        values
            ('B0TESTA002', 'click_rate_pct', 5.00, 4.00), ('B0TESTA003', 'conversion_rate_pct', 1250.0, 12.50), ('B0TESTA005', 'conversion_rate_pct', 10.0, null)
    $$,
    'rates that the counts do not give are recorded, with both values; of nothing a rate of 0 is stated rightly'
);
select is((select c.click_count from sqp.search_catalog_performance as c where c.asin = 'B0TESTA002'), 40::bigint, 'such a row is kept');
select pg_temp.load_reports('d2', pg_temp.catalog('{"asins": "B0TESTA002"}', pg_temp.catalog_line('B0TESTA002')));
select set_eq('select n.row_key from noted as n', array['B0TESTA003', 'B0TESTA005'], 'a report that is put right takes its disagreements along, and no others');
select pg_temp.load_reports('d3', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA003')));
select is_empty('select 1 from noted', 'as does a later one of the whole catalogue');

-- 250 of sales, 20 units, 16 order items, 1 refund, 200 sessions, 160 of them in browsers.
select pg_temp.load_reports('d4', pg_temp.sales_by_date('{"granularity": "DAY"}',
    pg_temp.sales_line('{"date": "2025-01-05"}', '{
        "averageSalesPerOrderItem": {"amount": 15.63}, "averageUnitsPerOrderItem": 1.25, "averageSellingPrice": {"amount": 12.5}, "refundRate": 5,
        "orderItemSessionPercentage": 8, "unitSessionPercentage": 10
    }'),
    pg_temp.sales_line('{"date": "2025-01-06"}', '{"orderItemSessionPercentage": 10, "unitSessionPercentage": 12.5}'),
    pg_temp.sales_line('{"date": "2025-01-07"}', '{
        "averageSalesPerOrderItem": {"amount": 16}, "averageUnitsPerOrderItem": 1.3, "averageSellingPrice": {"amount": 12}, "refundRate": 6.25,
        "orderItemSessionPercentage": 9, "unitSessionPercentage": 11
    }')));
select results_eq(
    'select n.row_key, n.field, n.stated, n.computed from noted as n order by 1, 2',
    $$
        values
            ('2025-01-07', 'average_sales_per_order_item', 16::numeric, 15.63), ('2025-01-07', 'average_selling_price', 12, 12.50),
            ('2025-01-07', 'average_units_per_order_item', 1.3, 1.25), ('2025-01-07', 'order_item_session_percentage', 9, 8.00),
            ('2025-01-07', 'refund_rate', 6.25, 5.00), ('2025-01-07', 'unit_session_percentage', 11, 10.00)
    $$,
    'means and rates of sales are checked; sessions may be all or those in browsers'
);
select pg_temp.load_reports('d5', pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}',
    pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}', '{"unitSessionPercentage": 10}'),
    pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA002"}', '{"unitSessionPercentage": 37.5}'))
    || pg_temp.sales_by_asin('{"asin_granularity": "PARENT"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}', '{"unitSessionPercentage": 50}')));
select results_eq(
    $$select n.row_key, n.field, n.stated, n.computed from noted as n where n.report = 'sales_and_traffic_by_asin' order by 1$$,
    $$values ('CHILD B0TESTA002', 'unit_session_percentage', 37.5, 10.00), ('PARENT B0TESTA009', 'unit_session_percentage', 50, 10.00)$$, 'by ASIN too'
);
select pg_temp.load_reports('d6', pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}'));
select set_eq($$select n.row_key from noted as n where n.report = 'sales_and_traffic_by_asin'$$, array['PARENT B0TESTA009'], 'other granularities stay');
select app.create_tenant('b');
select pg_temp.load_reports('d7', pg_temp.sales_by_asin('{"asin_granularity": "PARENT"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}', '{"unitSessionPercentage": 10}')), 'b');
select set_eq($$select n.row_key from noted as n where n.report = 'sales_and_traffic_by_asin'$$, array['PARENT B0TESTA009'], 'as do those of other tenants');
select is_empty($$select 1 from sqp.rate_disagreements as d inner join app.tenants as t using (tenant_id) where t.name = 'b'$$, 'a report that agrees has none');

select * from finish();
rollback;
