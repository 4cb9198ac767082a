-- The stage at which the brand loses most against the market is the first of the four shares that is less
-- than nine tenths of the share before it: impression where the brand has fewer than 1 % of the impressions, click, cart add or
-- purchase where that share falls below the share of the step before.
set role mart_owner;
create or replace view mart.brand_queries as
select
    s.*,
    case
        when s.total_impressions is null or s.brand_impressions is null then null
        when s.impression_share_pct < 1 then 'impression'
        when s.click_share_pct < 0.9 * s.impression_share_pct then 'click'
        when s.cart_add_share_pct < 0.9 * s.click_share_pct then 'cart add'
        when s.purchase_share_pct < 0.9 * s.cart_add_share_pct then 'purchase'
        else 'none'
    end as lost_stage
from (
    select
        g.*,
        round(100.0 * g.brand_impressions / nullif(g.total_impressions, 0), 2) as impression_share_pct,
        round(100.0 * g.brand_clicks / nullif(g.total_clicks, 0), 2) as click_share_pct,
        round(100.0 * g.brand_cart_adds / nullif(g.total_cart_adds, 0), 2) as cart_add_share_pct,
        round(100.0 * g.brand_purchases / nullif(g.total_purchases, 0), 2) as purchase_share_pct,
        round(100.0 * g.total_clicks / nullif(g.search_query_volume, 0), 2) as market_click_rate_pct,
        round(100.0 * g.total_purchases / nullif(g.search_query_volume, 0), 2) as market_purchase_rate_pct
    from sqp.brand_query_totals as g
) as s;
comment on view mart.brand_queries is 'One row per tenant, brand, marketplace, period and search query: the funnel of the brand against the market.';
comment on column mart.brand_queries.tenant_id is 'Tenant.';
comment on column mart.brand_queries.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_queries.marketplace is 'Marketplace code.';
comment on column mart.brand_queries.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.brand_queries.start_date is 'First day of the period.';
comment on column mart.brand_queries.end_date is 'Last day of the period.';
comment on column mart.brand_queries.search_query is 'Search query.';
comment on column mart.brand_queries.is_branded is 'Whether the query contains the name of the brand.';
comment on column mart.brand_queries.listed_product_count is 'Products of the brand whose report lists the query; others may have counts below their own list.';
comment on column mart.brand_queries.best_score is 'Best rank of the query among those products'' reports, 1 is the most important.';
comment on column mart.brand_queries.search_query_volume is 'How often shoppers searched for it; null: not given.';
comment on column mart.brand_queries.total_impressions is 'Impressions of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_impressions is 'Impressions of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.total_clicks is 'Clicks of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_clicks is 'Clicks of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.total_cart_adds is 'Cart adds of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_cart_adds is 'Cart adds of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.total_purchases is 'Purchases of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_purchases is 'Purchases of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.market_median_purchase_price is 'Median price of all purchased products, marketplace currency; null: none.';
comment on column mart.brand_queries.brand_avg_purchase_price is 'Mean of the products'' median purchase prices, weighted by purchases, marketplace currency; null: no purchase with a price.';
comment on column mart.brand_queries.impression_share_pct is 'brand_impressions in percent of total_impressions, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.click_share_pct is 'brand_clicks in percent of total_clicks, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.cart_add_share_pct is 'brand_cart_adds in percent of total_cart_adds, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.purchase_share_pct is 'brand_purchases in percent of total_purchases, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.market_click_rate_pct is 'total_clicks in percent of search_query_volume, 2 decimals; null: no volume.';
comment on column mart.brand_queries.market_purchase_rate_pct is 'total_purchases in percent of search_query_volume, 2 decimals; null: no volume.';
comment on column mart.brand_queries.lost_stage is 'Where the brand loses most against the market: impression (below 1 % of impressions), click, cart add or purchase (the first share below nine tenths of the share before it), or none; null: counts are not given.';
grant select on mart.brand_queries to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
