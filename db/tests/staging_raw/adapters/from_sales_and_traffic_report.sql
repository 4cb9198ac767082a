begin;
set local search_path to extensions, public;
\ir ../../support/seller_reports.psql
set local role asinmart_owner;
select plan(10);

create function pg_temp.read(p_items jsonb[])
returns setof staging_raw.sales_and_traffic_row
language sql
as $$
    select o.* from unnest(p_items) with ordinality as i (item, place) cross join lateral staging_raw.from_sales_and_traffic_report(i.item) as o order by i.place;
$$;

select results_eq(
    $$
        select g.granularity, o.report, o.period_type, o.start_date, o.end_date, o.covered, o.row_key
        from (values (1, 'DAY', '2025-01-06'), (2, 'WEEK', '2025-01-05'), (3, 'MONTH', '2025-01-01'), (4, null, '2025-01-06')) as g (place, granularity, day)
        cross join lateral pg_temp.read(pg_temp.sales_by_date(jsonb_build_object('granularity', g.granularity), pg_temp.sales_line(jsonb_build_object('date', g.day)))) as o
        order by g.place
    $$,
    $$
        values
            ('DAY', 'sales_and_traffic', 'DAY', '2025-01-06'::date, '2025-01-06'::date, null::text[], '2025-01-06'),
            ('WEEK', 'sales_and_traffic', 'WEEK', '2025-01-05', '2025-01-11', null, '2025-01-05'),
            ('MONTH', 'sales_and_traffic', 'MONTH', '2025-01-01', '2025-01-31', null, '2025-01-01'),
            (null, 'sales_and_traffic', 'DAY', '2025-01-06', '2025-01-06', null, '2025-01-06')
    $$,
    'a row by date is of the day, week or month that begins with its date'
);
select results_eq(
    $$select o.start_date, o.end_date from pg_temp.read(pg_temp.sales_by_date('{"granularity": "WEEK"}', pg_temp.sales_line('{"date": "2025-01-06"}'))) as o$$,
    $$values ('2025-01-06'::date, '2025-01-11'::date)$$, 'one that begins on a Monday stays what it is, to be refused'
);
select results_eq(
    $$
        select o.ordered_product_sales, o.ordered_product_sales_b2b, o.units_ordered, o.total_order_items, o.units_refunded, o.claims_granted,
            o.units_shipped, o.orders_shipped, o.currency
        from pg_temp.read(pg_temp.sales_by_date('{}', pg_temp.sales_line('{"date": "2025-01-06"}'))) as o
    $$,
    $$values (250::numeric, 25::numeric, 20::bigint, 16::bigint, 1::bigint, 0::bigint, 18::bigint, 15::bigint, 'USD')$$, 'sales are read by their names'
);
select results_eq(
    $$
        select o.browser_page_views, o.mobile_app_page_views, o.page_views, o.browser_sessions, o.mobile_app_sessions, o.sessions, o.sessions_b2b,
            o.buy_box_percentage
        from pg_temp.read(pg_temp.sales_by_date('{}', pg_temp.sales_line('{"date": "2025-01-06"}'))) as o
    $$,
    $$values (300::bigint, 200::bigint, 500::bigint, 160::bigint, 40::bigint, 200::bigint, 12::bigint, 97.5)$$, 'as is traffic'
);
select results_eq(
    $$
        select g.granularity, o.period_type, o.start_date, o.end_date
        from (values (1, 'DAY'), (2, 'WEEK'), (3, 'MONTH')) as g (place, granularity)
        cross join lateral pg_temp.read(pg_temp.sales_by_asin(
            jsonb_build_object('granularity', g.granularity, 'start', '2025-01-07', 'end', '2025-01-16'), pg_temp.sales_line('{"parentAsin": "B0TESTA009"}'))) as o
        order by g.place
    $$,
    $$
        values
            ('DAY', 'RANGE', '2025-01-07'::date, '2025-01-16'::date), ('WEEK', 'RANGE', '2025-01-05', '2025-01-18'),
            ('MONTH', 'MONTH', '2025-01-01', '2025-01-31')
    $$,
    'rows by ASIN are of all days of the report, extended to whole weeks or months'
);
select results_eq(
    $$
        select g.granularity, o.report, o.scope, o.covered, o.row_key, o.asin_granularity, o.item, o.asin, o.parent_asin, o.sku
        from (values (1, 'PARENT'), (2, 'CHILD'), (3, 'SKU')) as g (place, granularity)
        cross join lateral pg_temp.read(pg_temp.sales_by_asin(
            jsonb_build_object('asin_granularity', g.granularity),
            pg_temp.sales_line(jsonb_strip_nulls(jsonb_build_object(
                'parentAsin', 'b0testa009', 'childAsin', case when g.place > 1 then 'B0TESTA001' end, 'sku', case when g.place = 3 then 'AB-1' end
            ))))) as o
        order by g.place
    $$,
    $$
        values
            ('PARENT', 'sales_and_traffic_by_asin', 'PARENT', array['PARENT'], 'PARENT B0TESTA009', 'PARENT', 'B0TESTA009', 'B0TESTA009', 'B0TESTA009', null),
            ('CHILD', 'sales_and_traffic_by_asin', 'CHILD', array['CHILD'], 'CHILD B0TESTA001', 'CHILD', 'B0TESTA001', 'B0TESTA001', 'B0TESTA009', null),
            ('SKU', 'sales_and_traffic_by_asin', 'SKU', array['SKU'], 'SKU AB-1', 'SKU', 'AB-1', 'B0TESTA001', 'B0TESTA009', 'AB-1')
    $$,
    'they are of parents, children or SKUs'
);
select is(
    (select o.asin_granularity from pg_temp.read(pg_temp.sales_by_asin('{}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}'))) as o), 'PARENT', 'without the option of parents'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sales_by_asin('{"asin_granularity": "SKU"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}'))) as o),
    'the row names no SKU', 'a row by SKU needs one'
);
select results_eq(
    $$select o.covered, o.row_key from pg_temp.read(pg_temp.sales_by_date('{}') || pg_temp.sales_by_asin('{}')) as o$$,
    $$values ('{}'::text[], null::text), ('{PARENT}', null)$$, 'without rows a report by date covers nothing, one by ASIN its range'
);
select results_eq(
    $$
        select o.average_sales_per_order_item, o.refund_rate, o.unit_session_percentage from pg_temp.read(pg_temp.sales_by_date('{}', pg_temp.sales_line('{"date": "2025-01-06"}',
            '{"averageSalesPerOrderItem": {"amount": 15.63}, "refundRate": 5, "unitSessionPercentage": 10}'))) as o
    $$,
    'values (15.63, 5::numeric, 10::numeric)', 'rates are stated in percent'
);

select * from finish();
rollback;
