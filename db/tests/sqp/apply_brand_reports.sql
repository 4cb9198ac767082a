begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(13);

update ops.settings set value = '1' where name = 'reject_share_limit';
-- A row of a brand view: counts by field.
create function pg_temp.brand_row(p_query text, p_cells jsonb default '{}', p_brand text default 'Acme', p_day text default '2025-01-11', p_range text default 'Weekly')
returns jsonb
language sql
immutable
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'reportMetadata', jsonb_build_object('Brand', array[p_brand], 'Reporting Range', array[p_range]), 'Search Query', p_query, 'Reporting Date', p_day
    ) || '{
        "Search Query Score": "1", "Search Query Volume": "500", "Impressions: Total Count": "1,000", "Impressions: Brand Count": "50", "Impressions: Brand Share %": "5.0",
        "Clicks: Total Count": "100", "Clicks: Brand Count": "5", "Clicks: Brand Share %": "5.0", "Clicks: Price (Median)": "12.5", "Clicks: Brand Price (Median)": "11",
        "Purchases: Total Count": "20", "Purchases: Brand Count": "1", "Purchases: Brand Share %": "5.0", "Clicks: 1D Shipping Speed": "7"
    }' || p_cells);
$$;
create temp view stands as
select t.name, b.brand_name, r.marketplace, r.period_type, r.start_date, r.end_date, r.query_count, r.job_id, q.search_query, q.brand_click_count
from sqp.brand_performance_data as r
inner join core.brands as b on b.id = r.brand_id
inner join app.tenants as t on t.tenant_id = r.tenant_id
inner join sqp.brand_search_performance as q on q.brand_performance_id = r.id and q.tenant_id = r.tenant_id;

select is((pg_temp.load_reports('b1', array[pg_temp.brand_row('gloves'), pg_temp.brand_row('hats', '{"Clicks: Brand Count": "8", "Clicks: Brand Share %": "8.0"}')])).accepted_count, 2, 'a brand view is stored');
select set_eq(
    'select * from stands',
    $$
        values
            ('default', 'Acme', 'US', 'WEEK', '2025-01-05'::date, '2025-01-11'::date, 2, 'b1', 'gloves', 5::bigint),
            ('default', 'Acme', 'US', 'WEEK', '2025-01-05', '2025-01-11', 2, 'b1', 'hats', 8)
    $$,
    'by brand, marketplace, period and query; the brand is created'
);
select results_eq(
    $$
        select q.search_query_score, q.search_query_volume, q.total_query_impression_count, q.brand_impression_count, q.total_click_count, q.total_purchase_count,
            q.brand_purchase_count, q.total_median_click_price, q.brand_median_click_price, q.total_one_day_shipping_click_count, q.total_cart_add_count
        from sqp.brand_search_performance as q where q.search_query = 'gloves'
    $$,
    $$values (1, 500::bigint, 1000::bigint, 50::bigint, 100::bigint, 20::bigint, 1::bigint, 12.50, 11.00, 7::bigint, null::bigint)$$, 'with its counts and those of the market'
);
select is_empty('select 1 from sqp.asin_performance_data', 'it is no report of a product');

-- Replaced as a whole, rows that differ only.
create temp table before as select q.search_query, q.xmin::text as version from sqp.brand_search_performance as q;
select is((pg_temp.load_reports('b2', array[pg_temp.brand_row('gloves', p_brand => 'ACME'), pg_temp.brand_row('socks', p_brand => 'ACME')])).accepted_count, 1, 'a later one replaces it, whatever the case of the name');
select set_eq($$select s.search_query, s.job_id, s.query_count, s.brand_name from stands as s$$, $$values ('gloves', 'b2', 2, 'Acme'), ('socks', 'b2', 2, 'Acme')$$, 'as a whole');
select pg_temp.load_reports('b3', array[pg_temp.brand_row('gloves', '{"Clicks: Brand Count": "6", "Clicks: Brand Share %": "6.0"}'), pg_temp.brand_row('socks')]);
select set_eq('select s.search_query, s.brand_click_count from stands as s', $$values ('gloves', 6::bigint), ('socks', 5)$$, 'a changed row is written');
select pg_temp.replay('b2');
select set_eq('select s.search_query, s.brand_click_count, s.job_id from stands as s', $$values ('gloves', 6::bigint, 'b3'), ('socks', 5, 'b3')$$, 'an earlier arrival does not replace a later one');

-- Brands, periods, marketplaces and tenants apart.
select app.create_tenant('other') is not null as is_created;
select pg_temp.load_reports('b4', array[pg_temp.brand_row('gloves', p_brand => 'Bolt')]);
select pg_temp.load_reports('b5', array[pg_temp.brand_row('gloves', p_day => '2025-01-31', p_range => 'Monthly')], p_marketplace => 'DE');
select pg_temp.load_reports('b6', array[pg_temp.brand_row('gloves')], 'other');
select set_eq(
    $$select s.name, s.brand_name, s.marketplace, s.period_type from stands as s where s.job_id in ('b4', 'b5', 'b6')$$,
    $$values ('default', 'Bolt', 'US', 'WEEK'), ('default', 'Acme', 'DE', 'MONTH'), ('other', 'Acme', 'US', 'WEEK')$$, 'each brand, period, marketplace and tenant has its own'
);

-- What cannot be kept.
select pg_temp.load_reports('c1', array[pg_temp.brand_row('gloves') - 'reportMetadata']);
select results_eq(
    $$select r.reason_code, r.detail from pg_temp.rejects('c1') as r$$,
    $$values ('brand_invalid', 'the export is of the brand view and does not name its brand: export it with the line above its header')$$, 'without its metadata a brand view is refused'
);
select pg_temp.load_reports('c2', array[pg_temp.brand_row('gloves', p_day => '2025-02-01'), pg_temp.brand_row('gloves', p_day => '2025-02-01') || '{"reportDocument": 2}']);
select results_eq(
    $$select r.item_no, r.reason_code, r.detail from pg_temp.rejects('c2') as r$$,
    $$values (1, 'report_replaced', 'document 2 of the batch reports the same brand and period')$$, 'of two documents for one period the later counts'
);
select pg_temp.load_reports('c3', array[
    pg_temp.brand_row('gloves', '{"Clicks: Brand Share %": "7.0", "Purchases: Brand Count": "21", "Purchases: Brand Share %": "105.0"}', p_day => '2025-02-08')
]);
select set_eq(
    $$select d.field, d.stated, d.computed from sqp.brand_report_disagreements as d where d.job_id = 'c3'$$,
    $$values ('click_share_pct', 7.0, 5.00), ('brand_purchase_count', 21, 20)$$, 'shares that the counts do not give and own counts above totals are kept and noted'
);
delete from app.tenants where name = 'other';
select is_empty($$select 1 from stands as s where s.name = 'other'$$, 'a deleted tenant takes its brand views along');

select * from finish();
rollback;
