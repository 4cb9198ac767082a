-- The stage at which the brand loses most against the market is the first of the four shares that is less
-- than nine tenths of the share before it: impression where the brand has fewer than 1 % of the impressions, click, cart add or
-- purchase where that share falls below the share of the step before.
set role mart_owner;
create or replace view mart.brand_queries as
select
    s.tenant_id,
    s.brand_id,
    s.marketplace,
    s.period_type,
    s.start_date,
    s.end_date,
    s.search_query,
    s.is_branded,
    s.product_count,
    s.reported_product_count,
    s.listed_product_count,
    s.best_score,
    s.search_query_volume,
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
    s.market_median_click_price,
    s.brand_avg_click_price,
    s.market_median_purchase_price,
    s.brand_avg_purchase_price,
    s.impression_share_pct,
    s.click_share_pct,
    s.cart_add_share_pct,
    s.purchase_share_pct,
    round(100.0 * s.total_clicks / nullif(s.search_query_volume, 0), 2) as market_click_rate_pct,
    round(100.0 * s.total_purchases / nullif(s.search_query_volume, 0), 2) as market_purchase_rate_pct,
    round(100.0 * s.total_same_day_clicks / nullif(s.total_clicks, 0), 2) as same_day_click_pct,
    round(100.0 * s.total_one_day_clicks / nullif(s.total_clicks, 0), 2) as one_day_click_pct,
    round(100.0 * s.total_two_day_clicks / nullif(s.total_clicks, 0), 2) as two_day_click_pct,
    round(100.0 * s.total_same_day_cart_adds / nullif(s.total_cart_adds, 0), 2) as same_day_cart_add_pct,
    round(100.0 * s.total_one_day_cart_adds / nullif(s.total_cart_adds, 0), 2) as one_day_cart_add_pct,
    round(100.0 * s.total_two_day_cart_adds / nullif(s.total_cart_adds, 0), 2) as two_day_cart_add_pct,
    round(100.0 * s.total_same_day_purchases / nullif(s.total_purchases, 0), 2) as same_day_purchase_pct,
    round(100.0 * s.total_one_day_purchases / nullif(s.total_purchases, 0), 2) as one_day_purchase_pct,
    round(100.0 * s.total_two_day_purchases / nullif(s.total_purchases, 0), 2) as two_day_purchase_pct,
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
        round(100.0 * g.brand_purchases / nullif(g.total_purchases, 0), 2) as purchase_share_pct
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
comment on column mart.brand_queries.is_branded is 'Whether the query contains the name of the brand or one of its terms in core.brand_terms.';
comment on column mart.brand_queries.product_count is 'Products that count for the brand today.';
comment on column mart.brand_queries.reported_product_count is 'Of those, products whose report of the period was loaded.';
comment on column mart.brand_queries.listed_product_count is 'Of those, products whose report lists the query; the others may have counts below their own list, see the columns *_high.';
comment on column mart.brand_queries.best_score is 'Best rank of the query among those products'' reports, 1 is the most important.';
comment on column mart.brand_queries.search_query_volume is 'How often shoppers searched for it; null: not given.';
comment on column mart.brand_queries.total_impressions is 'Impressions of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_impressions is 'Impressions of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.brand_impressions_high is 'What the brand can have at most: brand_impressions, and for each other product the impressions of the last query in its list; total_impressions where a product did not report or its list gives no bound.';
comment on column mart.brand_queries.total_clicks is 'Clicks of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_clicks is 'Clicks of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.brand_clicks_high is 'What the brand can have at most: brand_clicks, and for each other product the impressions of the last query in its list; total_clicks where a product did not report or its list gives no bound.';
comment on column mart.brand_queries.total_cart_adds is 'Cart adds of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_cart_adds is 'Cart adds of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.brand_cart_adds_high is 'What the brand can have at most: brand_cart_adds, and for each other product the impressions of the last query in its list; total_cart_adds where a product did not report or its list gives no bound.';
comment on column mart.brand_queries.total_purchases is 'Purchases of all products, counted once; null: not given.';
comment on column mart.brand_queries.brand_purchases is 'Purchases of the brand''s products that list the query, added up; null: not given.';
comment on column mart.brand_queries.brand_purchases_high is 'What the brand can have at most: brand_purchases, and for each other product the impressions of the last query in its list; total_purchases where a product did not report or its list gives no bound.';
comment on column mart.brand_queries.market_median_click_price is 'Median price of all clicked products, marketplace currency; null: none.';
comment on column mart.brand_queries.brand_avg_click_price is 'Mean of the products'' median prices when clicked, weighted by clicks, marketplace currency; null: no click with a price.';
comment on column mart.brand_queries.market_median_purchase_price is 'Median price of all purchased products, marketplace currency; null: none.';
comment on column mart.brand_queries.brand_avg_purchase_price is 'Mean of the products'' median purchase prices, weighted by purchases, marketplace currency; null: no purchase with a price.';
comment on column mart.brand_queries.impression_share_pct is 'brand_impressions in percent of total_impressions, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.click_share_pct is 'brand_clicks in percent of total_clicks, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.cart_add_share_pct is 'brand_cart_adds in percent of total_cart_adds, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.purchase_share_pct is 'brand_purchases in percent of total_purchases, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_queries.market_click_rate_pct is 'total_clicks in percent of search_query_volume, 2 decimals; null: no volume.';
comment on column mart.brand_queries.market_purchase_rate_pct is 'total_purchases in percent of search_query_volume, 2 decimals; null: no volume.';
comment on column mart.brand_queries.same_day_click_pct is 'Share of total_clicks with same-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.one_day_click_pct is 'Share of total_clicks with one-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.two_day_click_pct is 'Share of total_clicks with two-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.same_day_cart_add_pct is 'Share of total_cart_adds with same-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.one_day_cart_add_pct is 'Share of total_cart_adds with one-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.two_day_cart_add_pct is 'Share of total_cart_adds with two-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.same_day_purchase_pct is 'Share of total_purchases with same-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.one_day_purchase_pct is 'Share of total_purchases with one-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.two_day_purchase_pct is 'Share of total_purchases with two-day delivery, percent, 2 decimals; null: not given or none.';
comment on column mart.brand_queries.lost_stage is 'Where the brand loses most against the market: impression (below 1 % of impressions), click, cart add or purchase (the first share below nine tenths of the share before it), or none; null: counts are not given.';
grant select on mart.brand_queries to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
