-- A brand view and the reports of the brand's products say the same twice, so their counts must agree, up to the tolerance below: Amazon
-- computes the reports at different times. Compared are the periods that both report, and the queries that the brand view lists; a
-- query that only a product lists may be below the end of the brand's list. Belongs to mart_owner, as the views of mart that read it.
set role mart_owner;
create or replace view sqp.brand_view_differences as
select
    r.tenant_id,
    r.brand_id,
    r.marketplace,
    r.period_type,
    r.start_date,
    r.end_date,
    d.search_query,
    d.measure,
    d.brand_view_count,
    d.product_report_count,
    d.brand_view_count - d.product_report_count as difference,
    d.is_within_bounds,
    p.reported_product_count,
    d.listed_product_count
from sqp.brand_performance_data as r
inner join sqp.brand_period_reports as p
    on p.tenant_id = r.tenant_id and p.brand_id = r.brand_id and p.marketplace = r.marketplace
    and p.period_type = r.period_type and p.start_date = r.start_date
cross join lateral (
    select
        q.search_query,
        v.measure,
        v.brand_view_count,
        v.product_report_count,
        coalesce(t.listed_product_count, 0) as listed_product_count,
        case
            when v.measure ~ '^brand_' then v.brand_view_count between coalesce(v.product_report_count, 0) and coalesce(v.high, u.unlisted)
            else false
        end as is_within_bounds
    from sqp.brand_search_performance as q
    left join (
        select n.*
        from sqp.brand_query_totals as n
        where n.tenant_id = r.tenant_id and n.brand_id = r.brand_id and n.marketplace = r.marketplace
            and n.period_type = r.period_type and n.start_date = r.start_date
    ) as t on t.search_query = q.search_query
    cross join lateral (
        select case when t.search_query is null and p.bounded_product_count = p.product_count then p.smallest_impressions end as unlisted
    ) as u
    cross join lateral (
        select c.measure, c.brand_view_count, c.product_report_count, c.high
        from (
            values
                ('search_query_volume', q.search_query_volume, t.search_query_volume, t.search_query_volume),
                ('total_impressions', q.total_query_impression_count, t.total_impressions, t.total_impressions),
                ('total_clicks', q.total_click_count, t.total_clicks, t.total_clicks),
                ('total_cart_adds', q.total_cart_add_count, t.total_cart_adds, t.total_cart_adds),
                ('total_purchases', q.total_purchase_count, t.total_purchases, t.total_purchases),
                ('brand_impressions', q.brand_impression_count, t.brand_impressions, t.brand_impressions_high),
                ('brand_clicks', q.brand_click_count, t.brand_clicks, t.brand_clicks_high),
                ('brand_cart_adds', q.brand_cart_add_count, t.brand_cart_adds, t.brand_cart_adds_high),
                ('brand_purchases', q.brand_purchase_count, t.brand_purchases, t.brand_purchases_high)
        ) as c (measure, brand_view_count, product_report_count, high)
        -- The tolerance: 2 % of the larger count, and at least 1. Nothing in a list of products counts as 0 here.
        where (c.product_report_count is not null or t.search_query is null and c.measure ~ '^brand_')
            and abs(c.brand_view_count - coalesce(c.product_report_count, 0))
                > greatest(1, 0.02 * greatest(c.brand_view_count, c.product_report_count))
    ) as v
    where q.tenant_id = r.tenant_id and q.brand_performance_id = r.id
) as d
where p.reported_product_count > 0;
comment on view sqp.brand_view_differences is 'One row per tenant, brand, marketplace, period, search query and measure in which the brand view and the reports of the brand''s products differ.';
comment on column sqp.brand_view_differences.tenant_id is 'Tenant.';
comment on column sqp.brand_view_differences.brand_id is 'Brand, see mart.brands.';
comment on column sqp.brand_view_differences.marketplace is 'Marketplace code.';
comment on column sqp.brand_view_differences.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.brand_view_differences.start_date is 'First day of the period.';
comment on column sqp.brand_view_differences.end_date is 'Last day of the period.';
comment on column sqp.brand_view_differences.search_query is 'Search query that the brand view lists.';
comment on column sqp.brand_view_differences.measure is 'What is compared: search_query_volume, total_* of the market, or brand_* of the brands products.';
comment on column sqp.brand_view_differences.brand_view_count is 'Count in the brand view.';
comment on column sqp.brand_view_differences.product_report_count is 'The same in the reports of the products: added up for brand_*, once for the others; null: no report of a product lists the query.';
comment on column sqp.brand_view_differences.difference is 'brand_view_count minus product_report_count; null: no report of a product lists the query.';
comment on column sqp.brand_view_differences.is_within_bounds is 'Whether products that do not list the query can make up the difference, see sqp.brand_query_totals.brand_impressions_high; null: their bound is unknown. Always false for the market.';
comment on column sqp.brand_view_differences.reported_product_count is 'Products of the brand whose report of the period was loaded.';
comment on column sqp.brand_view_differences.listed_product_count is 'Of those, products whose report lists the query; 0: none.';
grant select on sqp.brand_view_differences to asinmart_api, asinmart_admin, asinmart_owner;
reset role;
