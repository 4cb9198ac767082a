begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.load_reports('t1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_purchases": 2}'), pg_temp.report_line('B0TESTA001', 'hats', '{"own_purchases": 3, "own_price": null}'))
    || pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves')));
create temp view differing as
select a.asin, a.start_date
from sqp.asin_performance_data as a
inner join definitions.search_report_totals('-infinity', 'infinity') as d on d.id = a.id and d.tenant_id = a.tenant_id
where (
    a.query_count, a.total_impressions, a.asin_impressions, a.total_clicks, a.asin_clicks, a.total_cart_adds, a.asin_cart_adds, a.total_purchases,
    a.asin_purchases, a.priced_purchases, a.purchase_value
) is distinct from (
    d.query_count, d.total_impressions, d.asin_impressions, d.total_clicks, d.asin_clicks, d.total_cart_adds, d.asin_cart_adds, d.total_purchases,
    d.asin_purchases, d.priced_purchases, d.purchase_value
);
select is_empty('table differing', 'sums equal their definition after a load');
select is(
    (select a.purchase_value / a.priced_purchases from sqp.asin_performance_data as a where a.start_date = '2025-01-05'), 11::numeric,
    'the mean price is of the purchases that have one'
);

select ops.promotion_scratch();
update sqp.search_query_performance set asin_click_count = 50;
insert into pg_temp.search_reports (id, tenant_id, asin, marketplace, period_type, start_date, is_new)
select a.id, a.tenant_id, a.asin, a.marketplace, a.period_type, a.start_date, false from sqp.asin_performance_data as a where a.start_date = '2025-01-05';
select sqp.refresh_report_totals();
select results_eq(
    'select a.start_date, a.asin_clicks from sqp.asin_performance_data as a order by 1', $$values ('2025-01-05'::date, 100::bigint), ('2025-01-12', 5)$$,
    'only the reports of the slice are computed'
);
create temp table before on commit drop as select a.ctid as place from sqp.asin_performance_data as a;
select sqp.refresh_report_totals();
select set_eq('select a.ctid as place from sqp.asin_performance_data as a', 'table before', 'equal sums are not written');

select * from finish();
rollback;
