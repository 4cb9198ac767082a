-- Rows are looked for among those of a tenant ("offset 0"): so EXPLAIN does not show a tenant's login whether another tenant has reports of
-- a product, neither by rows removed nor by estimates.
set role mart_owner;
create or replace view mart.search_catalog_performance as
select
    t.tenant_id,
    t.marketplace,
    t.period_type,
    t.start_date,
    t.end_date,
    t.asin,
    t.impression_count,
    t.impression_median_price,
    t.same_day_shipping_impression_count,
    t.one_day_shipping_impression_count,
    t.two_day_shipping_impression_count,
    t.click_count,
    t.clicked_median_price,
    t.same_day_shipping_click_count,
    t.one_day_shipping_click_count,
    t.two_day_shipping_click_count,
    t.cart_add_count,
    t.cart_added_median_price,
    t.same_day_shipping_cart_add_count,
    t.one_day_shipping_cart_add_count,
    t.two_day_shipping_cart_add_count,
    t.purchase_count,
    t.search_traffic_sales,
    t.purchase_median_price,
    t.same_day_shipping_purchase_count,
    t.one_day_shipping_purchase_count,
    t.two_day_shipping_purchase_count,
    t.currency,
    round(100.0 * t.click_count / nullif(t.impression_count, 0), 2) as click_rate_pct,
    round(100.0 * t.purchase_count / nullif(t.click_count, 0), 2) as conversion_rate_pct,
    t.known_from_at
from app.tenants as n
cross join lateral (select r.* from sqp.search_catalog_performance as r where r.tenant_id = n.tenant_id offset 0) as t;
comment on view mart.search_catalog_performance is 'One row per tenant, marketplace, period and product: what all search results brought the product.';
comment on column mart.search_catalog_performance.tenant_id is 'Tenant whose report it is.';
comment on column mart.search_catalog_performance.marketplace is 'Marketplace code.';
comment on column mart.search_catalog_performance.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.search_catalog_performance.start_date is 'First day of the period.';
comment on column mart.search_catalog_performance.end_date is 'Last day of the period.';
comment on column mart.search_catalog_performance.asin is 'Product.';
comment on column mart.search_catalog_performance.impression_count is 'Impressions of the product in search results, sponsored ones too; denominator of the click rate; null: not given.';
comment on column mart.search_catalog_performance.impression_median_price is 'Median price of the product when shown, marketplace currency; null: none.';
comment on column mart.search_catalog_performance.same_day_shipping_impression_count is 'Impressions of the product with same-day delivery; null: not given.';
comment on column mart.search_catalog_performance.one_day_shipping_impression_count is 'Impressions of the product with one-day delivery; null: not given.';
comment on column mart.search_catalog_performance.two_day_shipping_impression_count is 'Impressions of the product with two-day delivery; null: not given.';
comment on column mart.search_catalog_performance.click_count is 'Clicks on the product in search results; denominator of the conversion rate; null: not given.';
comment on column mart.search_catalog_performance.clicked_median_price is 'Median price of the product when clicked, marketplace currency; null: none.';
comment on column mart.search_catalog_performance.same_day_shipping_click_count is 'Clicks on the product with same-day delivery; null: not given.';
comment on column mart.search_catalog_performance.one_day_shipping_click_count is 'Clicks on the product with one-day delivery; null: not given.';
comment on column mart.search_catalog_performance.two_day_shipping_click_count is 'Clicks on the product with two-day delivery; null: not given.';
comment on column mart.search_catalog_performance.cart_add_count is 'Cart adds of the product from search results; null: not given.';
comment on column mart.search_catalog_performance.cart_added_median_price is 'Median price of the product when added to a cart, marketplace currency; null: none.';
comment on column mart.search_catalog_performance.same_day_shipping_cart_add_count is 'Cart adds of the product with same-day delivery; null: not given.';
comment on column mart.search_catalog_performance.one_day_shipping_cart_add_count is 'Cart adds of the product with one-day delivery; null: not given.';
comment on column mart.search_catalog_performance.two_day_shipping_cart_add_count is 'Cart adds of the product with two-day delivery; null: not given.';
comment on column mart.search_catalog_performance.purchase_count is 'Purchases of the product from search results; null: not given.';
comment on column mart.search_catalog_performance.search_traffic_sales is 'Sales of the product from search results, marketplace currency; null: not given.';
comment on column mart.search_catalog_performance.purchase_median_price is 'Median price of the product when purchased, marketplace currency; null: none.';
comment on column mart.search_catalog_performance.same_day_shipping_purchase_count is 'Purchases of the product with same-day delivery; null: not given.';
comment on column mart.search_catalog_performance.one_day_shipping_purchase_count is 'Purchases of the product with one-day delivery; null: not given.';
comment on column mart.search_catalog_performance.two_day_shipping_purchase_count is 'Purchases of the product with two-day delivery; null: not given.';
comment on column mart.search_catalog_performance.currency is 'Currency of the amounts, ISO 4217; null: no amount given.';
comment on column mart.search_catalog_performance.click_rate_pct is 'click_count in percent of impression_count (Amazon''s clickRate), 2 decimals; null: no impressions.';
comment on column mart.search_catalog_performance.conversion_rate_pct is 'purchase_count in percent of click_count (Amazon''s conversionRate), 2 decimals; null: no clicks.';
comment on column mart.search_catalog_performance.known_from_at is 'When this row was first loaded with these values.';
grant select on mart.search_catalog_performance to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
