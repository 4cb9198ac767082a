-- The product is an expression, so that a filter on it reaches no index of all tenants: brands are a tenant's own, and EXPLAIN does not
-- show a tenant's login whether another tenant has reports of a product.
set role mart_owner;
create or replace view mart.brand_query_products as
select
    m.tenant_id,
    m.brand_id,
    m.asin || '' as asin,
    m.marketplace,
    a.period_type,
    a.start_date,
    a.end_date,
    q.search_query,
    q.search_query_score,
    q.search_query_volume,
    q.total_query_impression_count as total_impressions,
    q.asin_impression_count as asin_impressions,
    q.total_click_count as total_clicks,
    q.asin_click_count as asin_clicks,
    q.total_cart_add_count as total_cart_adds,
    q.asin_cart_add_count as asin_cart_adds,
    q.total_purchase_count as total_purchases,
    q.asin_purchase_count as asin_purchases,
    round(100.0 * q.asin_impression_count / nullif(q.total_query_impression_count, 0), 2) as impression_share_pct,
    round(100.0 * q.asin_click_count / nullif(q.total_click_count, 0), 2) as click_share_pct,
    round(100.0 * q.asin_cart_add_count / nullif(q.total_cart_add_count, 0), 2) as cart_add_share_pct,
    round(100.0 * q.asin_purchase_count / nullif(q.total_purchase_count, 0), 2) as purchase_share_pct,
    q.total_median_click_price as market_median_click_price,
    q.asin_median_click_price,
    q.total_median_purchase_price as market_median_purchase_price,
    q.asin_median_purchase_price,
    a.smallest_impressions as unlisted_impressions_high,
    q.known_from_at
from core.asin_brand_mapping as m
inner join sqp.asin_performance_data as a on a.tenant_id = m.tenant_id and a.asin = m.asin and a.marketplace = m.marketplace
inner join sqp.search_query_performance as q on q.tenant_id = a.tenant_id and q.asin_performance_id = a.id
where m.is_active;
comment on view mart.brand_query_products is 'One row per tenant, brand, product, marketplace, period and search query that the report of the product lists.';
comment on column mart.brand_query_products.tenant_id is 'Tenant.';
comment on column mart.brand_query_products.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_query_products.asin is 'Product.';
comment on column mart.brand_query_products.marketplace is 'Marketplace code.';
comment on column mart.brand_query_products.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.brand_query_products.start_date is 'First day of the period.';
comment on column mart.brand_query_products.end_date is 'Last day of the period.';
comment on column mart.brand_query_products.search_query is 'Search query.';
comment on column mart.brand_query_products.search_query_score is 'Rank of the query for the product, 1 is the most important; null: not given.';
comment on column mart.brand_query_products.search_query_volume is 'How often shoppers searched for it; null: not given.';
comment on column mart.brand_query_products.total_impressions is 'Impressions of all products for the query; null: not given.';
comment on column mart.brand_query_products.asin_impressions is 'Impressions of the product; null: not given.';
comment on column mart.brand_query_products.total_clicks is 'Clicks on all products; null: not given.';
comment on column mart.brand_query_products.asin_clicks is 'Clicks on the product; null: not given.';
comment on column mart.brand_query_products.total_cart_adds is 'Cart adds of all products; null: not given.';
comment on column mart.brand_query_products.asin_cart_adds is 'Cart adds of the product; null: not given.';
comment on column mart.brand_query_products.total_purchases is 'Purchases of all products; null: not given.';
comment on column mart.brand_query_products.asin_purchases is 'Purchases of the product; null: not given.';
comment on column mart.brand_query_products.impression_share_pct is 'asin_impressions in percent of total_impressions, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_query_products.click_share_pct is 'asin_clicks in percent of total_clicks, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_query_products.cart_add_share_pct is 'asin_cart_adds in percent of total_cart_adds, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_query_products.purchase_share_pct is 'asin_purchases in percent of total_purchases, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.brand_query_products.market_median_click_price is 'Median price of all clicked products, marketplace currency; null: none.';
comment on column mart.brand_query_products.asin_median_click_price is 'Median price of the product when clicked, marketplace currency; null: none.';
comment on column mart.brand_query_products.market_median_purchase_price is 'Median price of all purchased products, marketplace currency; null: none.';
comment on column mart.brand_query_products.asin_median_purchase_price is 'Median price of the product when purchased, marketplace currency; null: none.';
comment on column mart.brand_query_products.unlisted_impressions_high is 'Impressions that the product can have at most for a query that its report of the period does not list; null: unknown.';
comment on column mart.brand_query_products.known_from_at is 'When these values were first loaded; earlier ones are in mart.brand_query_versions.';
grant select on mart.brand_query_products to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
