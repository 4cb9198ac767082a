begin;
set local search_path to extensions, public;
\ir ../../support/seller_reports.psql
set local role asinmart_owner;
select plan(7);

create function pg_temp.read(p_items jsonb[])
returns setof staging_raw.search_catalog_row
language sql
as $$
    select o.* from unnest(p_items) with ordinality as i (item, place) cross join lateral staging_raw.from_search_catalog_report(i.item) as o order by i.place;
$$;

select results_eq(
    $$
        select o.report, o.document_no, o.marketplace_id, o.period_type, o.start_date, o.end_date, o.scope, o.covered, o.row_key, o.fault, o.asin
        from pg_temp.read(pg_temp.catalog('{"asins": "B0TESTA002, b0testa001 nonsense"}', pg_temp.catalog_line('b0testa001'))) as o
    $$,
    $$
        values (
            'search_catalog_performance', 1, 'ATVPDKIKX0DER', 'WEEK', '2025-01-05'::date, '2025-01-11'::date, 'B0TESTA001',
            array['B0TESTA001', 'B0TESTA002'], 'B0TESTA001', null, 'B0TESTA001'
        )
    $$,
    'the header says what was requested, the row which product it is of'
);
select results_eq(
    $$
        select o.impression_count, o.impression_median_price, o.same_day_shipping_impression_count, o.click_count, o.clicked_median_price,
            o.one_day_shipping_click_count, o.cart_add_count, o.cart_added_median_price, o.two_day_shipping_cart_add_count, o.purchase_count,
            o.search_traffic_sales, o.purchase_median_price, o.same_day_shipping_purchase_count, o.currency
        from pg_temp.read(pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'))) as o
    $$,
    $$values (1000::bigint, 12.5, 50::bigint, 40::bigint, 12.5, 3::bigint, 8::bigint, 12.25, 2::bigint, 5::bigint, 61.5, 12.3, 1::bigint, 'USD')$$,
    'counts, prices and sales are read by their names'
);
select results_eq(
    $$select o.click_rate_pct, o.conversion_rate_pct from pg_temp.read(pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'))) as o$$,
    'values (4.00, 12.500)', 'rates are stated as fractions'
);
select is((select o.covered from pg_temp.read(pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'))) as o), null, 'without the option it covers the whole catalogue');
select results_eq(
    $$select o.covered, o.row_key, o.start_date, o.end_date, o.document_no from pg_temp.read(pg_temp.catalog('{"asins": "B0TESTA001", "document": 3}')) as o$$,
    $$values (array['B0TESTA001'], null::text, '2025-01-05'::date, '2025-01-11'::date, 3)$$, 'a report without rows has its period in the header'
);
select results_eq(
    $$select o.row_key, o.asin from pg_temp.read(pg_temp.catalog('{}', pg_temp.catalog_line(null))) as o$$, $$values ('', null::text)$$, 'a row without a product is a row'
);
select results_eq(
    $$select o.start_date, o.end_date from pg_temp.read(pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"start": "2025-01-12T00:00:00Z", "end": "2025-01-18"}'))) as o$$,
    $$values ('2025-01-12'::date, '2025-01-18'::date)$$, 'the days of the row count before those of the header'
);

select * from finish();
rollback;
