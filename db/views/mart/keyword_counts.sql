-- Products and periods are looked for among what a tenant has reports of ("offset 0"): so EXPLAIN does not show a tenant's login whether
-- another tenant has any of a product, neither by rows removed nor by estimates; and an index finds the rows of each.
set role mart_owner;
create or replace view mart.keyword_counts as
select
    p.tenant_id,
    p.marketplace,
    p.period_type,
    p.start_date,
    p.end_date,
    p.covers as asin,
    t.query_keyword,
    t.impression_count,
    t.impression_value,
    t.same_day_shipping_impression_count,
    t.one_day_shipping_impression_count,
    t.two_day_shipping_impression_count,
    t.click_count,
    t.click_value,
    t.same_day_shipping_click_count,
    t.one_day_shipping_click_count,
    t.two_day_shipping_click_count,
    t.cart_add_count,
    t.cart_add_value,
    t.same_day_shipping_cart_add_count,
    t.one_day_shipping_cart_add_count,
    t.two_day_shipping_cart_add_count,
    t.purchase_count,
    t.purchase_value,
    t.same_day_shipping_purchase_count,
    t.one_day_shipping_purchase_count,
    t.two_day_shipping_purchase_count,
    t.currency,
    round(100.0 * t.click_count / nullif(t.impression_count, 0), 2) as click_rate_pct,
    round(100.0 * t.purchase_count / nullif(t.click_count, 0), 2) as conversion_rate_pct,
    t.known_from_at
from app.tenants as n
cross join lateral (
    select r.* from sqp.reported_periods as r where r.tenant_id = n.tenant_id and r.report = 'keyword_counts' offset 0
) as p
cross join lateral (
    select r.* from sqp.keyword_counts as r
    where r.tenant_id = p.tenant_id and r.asin = p.covers and r.marketplace = p.marketplace and r.period_type = p.period_type
        and r.start_date = p.start_date
    offset 0
) as t;
comment on view mart.keyword_counts is 'One row per tenant, product, marketplace, period and search keyword: own counts by day, week and month, without those of the market.';
comment on column mart.keyword_counts.tenant_id is 'Tenant whose report it is.';
comment on column mart.keyword_counts.marketplace is 'Marketplace code.';
comment on column mart.keyword_counts.period_type is 'DAY, WEEK (Sunday to Saturday) or MONTH.';
comment on column mart.keyword_counts.start_date is 'First day of the period.';
comment on column mart.keyword_counts.end_date is 'Last day of the period.';
comment on column mart.keyword_counts.asin is 'Product.';
comment on column mart.keyword_counts.query_keyword is 'Search query keyword as Amazon reports it, without spaces at its ends.';
comment on column mart.keyword_counts.impression_count is 'Impressions of the product in search results; null: not given.';
comment on column mart.keyword_counts.impression_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column mart.keyword_counts.same_day_shipping_impression_count is 'Impressions of the product with same-day delivery; null: not given.';
comment on column mart.keyword_counts.one_day_shipping_impression_count is 'Impressions of the product with one-day delivery; null: not given.';
comment on column mart.keyword_counts.two_day_shipping_impression_count is 'Impressions of the product with two-day delivery; null: not given.';
comment on column mart.keyword_counts.click_count is 'Clicks on the product in search results; null: not given.';
comment on column mart.keyword_counts.click_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column mart.keyword_counts.same_day_shipping_click_count is 'Clicks on the product with same-day delivery; null: not given.';
comment on column mart.keyword_counts.one_day_shipping_click_count is 'Clicks on the product with one-day delivery; null: not given.';
comment on column mart.keyword_counts.two_day_shipping_click_count is 'Clicks on the product with two-day delivery; null: not given.';
comment on column mart.keyword_counts.cart_add_count is 'Cart adds of the product from search results; null: not given.';
comment on column mart.keyword_counts.cart_add_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column mart.keyword_counts.same_day_shipping_cart_add_count is 'Cart adds of the product with same-day delivery; null: not given.';
comment on column mart.keyword_counts.one_day_shipping_cart_add_count is 'Cart adds of the product with one-day delivery; null: not given.';
comment on column mart.keyword_counts.two_day_shipping_cart_add_count is 'Cart adds of the product with two-day delivery; null: not given.';
comment on column mart.keyword_counts.purchase_count is 'Purchases of the product from search results; null: not given.';
comment on column mart.keyword_counts.purchase_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column mart.keyword_counts.same_day_shipping_purchase_count is 'Purchases of the product with same-day delivery; null: not given.';
comment on column mart.keyword_counts.one_day_shipping_purchase_count is 'Purchases of the product with one-day delivery; null: not given.';
comment on column mart.keyword_counts.two_day_shipping_purchase_count is 'Purchases of the product with two-day delivery; null: not given.';
comment on column mart.keyword_counts.currency is 'Currency of the values: the one that the query asked for, USD where it asked for none; null: no value given.';
comment on column mart.keyword_counts.click_rate_pct is 'click_count in percent of impression_count, 2 decimals; null: no impressions.';
comment on column mart.keyword_counts.conversion_rate_pct is 'purchase_count in percent of click_count, 2 decimals; null: no clicks.';
comment on column mart.keyword_counts.known_from_at is 'When this row was first loaded with these values.';
grant select on mart.keyword_counts to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
