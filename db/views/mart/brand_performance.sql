-- Over the queries that the brand's reports list. Adding up the market totals per product, as a sum over segments would, counts a
-- query as often as the brand has products for it and so divides its shares.
set role mart_owner;
create or replace view mart.brand_performance as
select
    s.tenant_id,
    s.brand_id,
    b.brand_name,
    coalesce(b.display_name, b.brand_name) as display_name,
    s.marketplace,
    s.period_type,
    s.start_date as period_start,
    s.end_date as period_end,
    s.query_count,
    s.product_count,
    s.reported_product_count,
    s.total_impressions,
    s.brand_impressions,
    s.brand_impressions_high,
    s.total_clicks,
    s.brand_clicks,
    s.brand_clicks_high,
    s.total_cart_adds,
    s.brand_cart_adds,
    s.brand_cart_adds_high,
    s.total_purchases,
    s.brand_purchases,
    s.brand_purchases_high,
    round(100.0 * s.brand_impressions / nullif(s.total_impressions, 0), 2) as impression_share_pct,
    round(100.0 * s.brand_clicks / nullif(s.total_clicks, 0), 2) as click_share_pct,
    round(100.0 * s.brand_cart_adds / nullif(s.total_cart_adds, 0), 2) as cart_add_share_pct,
    round(100.0 * s.brand_purchases / nullif(s.total_purchases, 0), 2) as purchase_share_pct
from (
    select
        q.tenant_id,
        q.brand_id,
        q.marketplace,
        q.period_type,
        q.start_date,
        q.end_date,
        count(*)::integer as query_count,
        max(q.product_count) as product_count,
        max(q.reported_product_count) as reported_product_count,
        sum(q.total_impressions)::bigint as total_impressions,
        sum(q.brand_impressions)::bigint as brand_impressions,
        sum(q.brand_impressions_high)::bigint as brand_impressions_high,
        sum(q.total_clicks)::bigint as total_clicks,
        sum(q.brand_clicks)::bigint as brand_clicks,
        sum(q.brand_clicks_high)::bigint as brand_clicks_high,
        sum(q.total_cart_adds)::bigint as total_cart_adds,
        sum(q.brand_cart_adds)::bigint as brand_cart_adds,
        sum(q.brand_cart_adds_high)::bigint as brand_cart_adds_high,
        sum(q.total_purchases)::bigint as total_purchases,
        sum(q.brand_purchases)::bigint as brand_purchases,
        sum(q.brand_purchases_high)::bigint as brand_purchases_high
    from sqp.brand_query_totals as q
    group by q.tenant_id, q.brand_id, q.marketplace, q.period_type, q.start_date, q.end_date
) as s
inner join core.brands as b on b.id = s.brand_id and b.tenant_id = s.tenant_id;
comment on view mart.brand_performance is 'One row per tenant, brand, marketplace and reported period: the brand''s counts and shares over the listed queries.';
comment on column mart.brand_performance.tenant_id is 'Tenant.';
comment on column mart.brand_performance.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_performance.brand_name is 'Name as the listing shows it.';
comment on column mart.brand_performance.display_name is 'Name to show.';
comment on column mart.brand_performance.marketplace is 'Marketplace code.';
comment on column mart.brand_performance.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.brand_performance.period_start is 'First day of the period.';
comment on column mart.brand_performance.period_end is 'Last day of the period.';
comment on column mart.brand_performance.query_count is 'Different search queries that the reports list.';
comment on column mart.brand_performance.product_count is 'Products that count for the brand today.';
comment on column mart.brand_performance.reported_product_count is 'Of those, products that reported the period; a product that did not is not a loss.';
comment on column mart.brand_performance.total_impressions is 'Impressions of all products for these queries, each query once; null: none given.';
comment on column mart.brand_performance.brand_impressions is 'Impressions of the brand''s products for these queries; null: none given.';
comment on column mart.brand_performance.brand_impressions_high is 'What the brand can have at most, with what the lists leave out: see mart.brand_queries.brand_impressions_high; null: none given.';
comment on column mart.brand_performance.total_clicks is 'Clicks of all products for these queries, each query once; null: none given.';
comment on column mart.brand_performance.brand_clicks is 'Clicks of the brand''s products for these queries; null: none given.';
comment on column mart.brand_performance.brand_clicks_high is 'What the brand can have at most, with what the lists leave out: see mart.brand_queries.brand_clicks_high; null: none given.';
comment on column mart.brand_performance.total_cart_adds is 'Cart adds of all products for these queries, each query once; null: none given.';
comment on column mart.brand_performance.brand_cart_adds is 'Cart adds of the brand''s products for these queries; null: none given.';
comment on column mart.brand_performance.brand_cart_adds_high is 'What the brand can have at most, with what the lists leave out: see mart.brand_queries.brand_cart_adds_high; null: none given.';
comment on column mart.brand_performance.total_purchases is 'Purchases of all products for these queries, each query once; null: none given.';
comment on column mart.brand_performance.brand_purchases is 'Purchases of the brand''s products for these queries; null: none given.';
comment on column mart.brand_performance.brand_purchases_high is 'What the brand can have at most, with what the lists leave out: see mart.brand_queries.brand_purchases_high; null: none given.';
comment on column mart.brand_performance.impression_share_pct is 'brand_impressions in percent of total_impressions, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_performance.click_share_pct is 'brand_clicks in percent of total_clicks, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_performance.cart_add_share_pct is 'brand_cart_adds in percent of total_cart_adds, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_performance.purchase_share_pct is 'brand_purchases in percent of total_purchases, 2 decimals; null: the total is 0 or unknown.';
grant select on mart.brand_performance to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
