begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
create function pg_temp.load_brand(p_job_id text, p_start date, variadic p_rows jsonb[])
returns void
language sql
as $$
    select pg_temp.load_reports(p_job_id, array(
        select jsonb_build_object('reportMetadata', jsonb_build_object('Brand', array['Acme'], 'Reporting Range', array['Weekly']), 'Reporting Date', p_start + 6) || '{
            "Search Query Volume": "500", "Impressions: Total Count": "1,000", "Impressions: Brand Count": "100", "Clicks: Total Count": "100", "Clicks: Brand Count": "10",
            "Cart Adds: Total Count": "40", "Cart Adds: Brand Count": "4", "Purchases: Total Count": "20", "Purchases: Brand Count": "2"
        }' || r.row
        from unnest(p_rows) as r (row)
    ));
$$;
-- Two products list gloves, with the same counts each; one lists hats.
select pg_temp.load_reports('p1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA002', 'gloves'), pg_temp.report_line('B0TESTA001', 'hats')));

select pg_temp.load_brand('b1', '2025-01-05', '{"Search Query": "gloves"}');
select is_empty('select 1 from sqp.brand_view_differences', 'a brand view that says the same as the products'' reports shows no difference');
select pg_temp.load_brand('b2', '2025-01-05', '{"Search Query": "gloves", "Impressions: Brand Count": "102", "Clicks: Brand Count": "11", "Impressions: Total Count": "1,020"}');
select is_empty('select 1 from sqp.brand_view_differences', 'nor do differences within 2 % or 1');
select pg_temp.load_brand('b3', '2025-01-05', '{"Search Query": "gloves", "Impressions: Brand Count": "103", "Clicks: Brand Count": "8", "Purchases: Total Count": "30", "Search Query Volume": "900"}');
select set_eq(
    $$
        select d.search_query, d.measure, d.brand_view_count, d.product_report_count, d.difference, d.is_within_bounds, d.reported_product_count, d.listed_product_count
        from sqp.brand_view_differences as d
    $$,
    $$
        values
            ('gloves', 'brand_impressions', 103::bigint, 100::bigint, 3::bigint, false, 2, 2), ('gloves', 'brand_clicks', 8, 10, -2, false, 2, 2),
            ('gloves', 'total_purchases', 30, 20, 10, false, 2, 2), ('gloves', 'search_query_volume', 900, 500, 400, false, 2, 2)
    $$,
    'beyond it each measure is a row with both values, of the brand and of the market'
);

-- Queries that not every product lists.
select pg_temp.load_brand('b4', '2025-01-05',
    '{"Search Query": "hats", "Impressions: Brand Count": "80", "Clicks: Brand Count": "5", "Cart Adds: Brand Count": "2", "Purchases: Brand Count": "1"}',
    '{"Search Query": "socks", "Clicks: Brand Count": "300"}', '{"Search Query": "rare", "Impressions: Brand Count": "1", "Clicks: Brand Count": "0", "Cart Adds: Brand Count": "0", "Purchases: Brand Count": "0"}');
select set_eq(
    $$
        select d.search_query, d.measure, d.brand_view_count, d.product_report_count, d.difference, d.is_within_bounds, d.listed_product_count
        from sqp.brand_view_differences as d where d.measure in ('brand_impressions', 'brand_clicks')
    $$,
    $$
        values
            ('hats', 'brand_impressions', 80::bigint, 50::bigint, 30::bigint, true, 1),
            ('socks', 'brand_impressions', 100, null, null, true, 0), ('socks', 'brand_clicks', 300, null, null, false, 0)
    $$,
    'a product that does not list the query may explain the difference, up to the last count in its list'
);

-- What there is nothing to compare with.
select pg_temp.load_brand('b5', '2025-01-12', '{"Search Query": "gloves", "Clicks: Brand Count": "99"}');
select is_empty($$select 1 from sqp.brand_view_differences as d where d.start_date = '2025-01-12'$$, 'a period without reports of products is not compared');
select pg_temp.load_reports('p2', pg_temp.week('2025-01-19', pg_temp.report_line('B0TESTA001', 'gloves')));
select is_empty($$select 1 from sqp.brand_view_differences as d where d.start_date = '2025-01-19'$$, 'nor is one without a brand view');

select * from finish();
rollback;
