-- The product is an expression, so that a filter on it reaches no index of all tenants: brands are a tenant's own, and EXPLAIN does not
-- show a tenant's login, neither by rows removed nor by estimates, whether another tenant has segments of a product. A brand's periods
-- are found by an index.
set role mart_owner;
create or replace view mart.brand_product_segments as
select
    b.tenant_id,
    b.id as brand_id,
    s.asin || '' as asin,
    s.marketplace,
    s.segment_type,
    s.period_start,
    s.period_end,
    s.total_impressions,
    s.asin_impressions,
    s.total_clicks,
    s.asin_clicks,
    s.total_cart_adds,
    s.asin_cart_adds,
    s.total_purchases,
    s.asin_purchases,
    s.impression_share_pct,
    s.click_share_pct,
    s.cart_add_share_pct,
    s.purchase_share_pct,
    s.ctr_pct,
    s.cvr_pct,
    s.avg_purchase_price,
    s.data_points_count,
    s.earliest_date,
    s.latest_date,
    s.query_count,
    s.is_complete,
    s.is_estimated,
    s.impression_share_low_pct,
    s.impression_share_high_pct,
    s.click_share_low_pct,
    s.click_share_high_pct,
    s.cart_add_share_low_pct,
    s.cart_add_share_high_pct,
    s.purchase_share_low_pct,
    s.purchase_share_high_pct,
    s.previous_period_start,
    s.impression_share_change,
    s.click_share_change,
    s.cart_add_share_change,
    s.purchase_share_change,
    s.impression_share_trend,
    s.click_share_trend,
    s.cart_add_share_trend,
    s.purchase_share_trend,
    s.last_refreshed
from core.brands as b
inner join sqp.brand_product_segments as s on s.tenant_id = b.tenant_id and s.brand_id = b.id;
comment on view mart.brand_product_segments is 'One row per tenant, brand, product, marketplace, segment type and period: search performance by week and month.';
comment on column mart.brand_product_segments.tenant_id is 'Tenant whose reports they are.';
comment on column mart.brand_product_segments.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_product_segments.asin is 'Product.';
comment on column mart.brand_product_segments.marketplace is 'Marketplace code.';
comment on column mart.brand_product_segments.segment_type is 'weekly (Amazon''s weeks, Sunday to Saturday) or monthly (calendar months).';
comment on column mart.brand_product_segments.period_start is 'First day of the period.';
comment on column mart.brand_product_segments.period_end is 'Last day of the period.';
comment on column mart.brand_product_segments.total_impressions is 'Impressions of all products for the listed queries; null: none given.';
comment on column mart.brand_product_segments.asin_impressions is 'Impressions of the product for the listed queries; null: none given. Queries that the report does not list are not in it.';
comment on column mart.brand_product_segments.total_clicks is 'Clicks on all products for the listed queries; null: none given.';
comment on column mart.brand_product_segments.asin_clicks is 'Clicks on the product for the listed queries; null: none given.';
comment on column mart.brand_product_segments.total_cart_adds is 'Cart adds of all products for the listed queries; null: none given.';
comment on column mart.brand_product_segments.asin_cart_adds is 'Cart adds of the product for the listed queries; null: none given.';
comment on column mart.brand_product_segments.total_purchases is 'Purchases of all products for the listed queries; null: none given.';
comment on column mart.brand_product_segments.asin_purchases is 'Purchases of the product for the listed queries; null: none given.';
comment on column mart.brand_product_segments.impression_share_pct is 'Impressions of the product in percent of total_impressions, 2 decimals; null: no impressions.';
comment on column mart.brand_product_segments.click_share_pct is 'Clicks of the product in percent of total_clicks, 2 decimals; null: no clicks.';
comment on column mart.brand_product_segments.cart_add_share_pct is 'Cart adds of the product in percent of total_cart_adds, 2 decimals; null: no cart adds.';
comment on column mart.brand_product_segments.purchase_share_pct is 'Purchases of the product in percent of total_purchases, 2 decimals; null: no purchases.';
comment on column mart.brand_product_segments.ctr_pct is 'Clicks of the product in percent of its own impressions, 2 decimals (Amazon''s click rate has the query volume below instead); null: no impressions.';
comment on column mart.brand_product_segments.cvr_pct is 'Purchases of the product in percent of its own clicks, 2 decimals; null: no clicks.';
comment on column mart.brand_product_segments.avg_purchase_price is 'Mean of the median purchase prices of the product, weighted by its purchases, marketplace currency, 2 decimals; null: no purchase with a price.';
comment on column mart.brand_product_segments.data_points_count is 'Reports in the segment: one for a week or a month report, the number of weeks where a month is made of weeks.';
comment on column mart.brand_product_segments.earliest_date is 'First day of the reports in it.';
comment on column mart.brand_product_segments.latest_date is 'Last day of the reports in it.';
comment on column mart.brand_product_segments.query_count is 'Search queries in it, each counted in each report.';
comment on column mart.brand_product_segments.is_complete is 'Whether every report that the period needs is in it: true for a week or month report; for a month made of weeks, whether all weeks that begin in it are there.';
comment on column mart.brand_product_segments.is_estimated is 'True for a month made of the weeks that begin in it, until its month report comes.';
comment on column mart.brand_product_segments.impression_share_low_pct is 'Lower end of the 95 % Wilson interval of impression_share_pct, 2 decimals; null: no impressions.';
comment on column mart.brand_product_segments.impression_share_high_pct is 'Upper end of it.';
comment on column mart.brand_product_segments.click_share_low_pct is 'Lower end of the 95 % Wilson interval of click_share_pct, 2 decimals; null: no clicks.';
comment on column mart.brand_product_segments.click_share_high_pct is 'Upper end of it.';
comment on column mart.brand_product_segments.cart_add_share_low_pct is 'Lower end of the 95 % Wilson interval of cart_add_share_pct, 2 decimals; null: no cart adds.';
comment on column mart.brand_product_segments.cart_add_share_high_pct is 'Upper end of it.';
comment on column mart.brand_product_segments.purchase_share_low_pct is 'Lower end of the 95 % Wilson interval of purchase_share_pct, 2 decimals; null: no purchases.';
comment on column mart.brand_product_segments.purchase_share_high_pct is 'Upper end of it.';
comment on column mart.brand_product_segments.previous_period_start is 'First day of the week or month before, where the product has a segment of it; null: it has none.';
comment on column mart.brand_product_segments.impression_share_change is 'impression_share_pct minus that of the previous period, percentage points; null: either is unknown.';
comment on column mart.brand_product_segments.click_share_change is 'The same of click_share_pct.';
comment on column mart.brand_product_segments.cart_add_share_change is 'The same of cart_add_share_pct.';
comment on column mart.brand_product_segments.purchase_share_change is 'The same of purchase_share_pct.';
comment on column mart.brand_product_segments.impression_share_trend is 'up or down where the two shares differ at the 95 % level (two-proportion z test), else too few to tell; null: either is unknown.';
comment on column mart.brand_product_segments.click_share_trend is 'The same of click_share_pct.';
comment on column mart.brand_product_segments.cart_add_share_trend is 'The same of cart_add_share_pct.';
comment on column mart.brand_product_segments.purchase_share_trend is 'The same of purchase_share_pct.';
comment on column mart.brand_product_segments.last_refreshed is 'When the row was last written: only then did a figure change.';
grant select on mart.brand_product_segments to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
