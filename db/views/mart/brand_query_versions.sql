-- The product is an expression, so that a filter on it reaches no index of all tenants: brands are a tenant's own, and EXPLAIN does not
-- show a tenant's login whether another tenant has reports of a product.
set role mart_owner;
create or replace view mart.brand_query_versions as
select
    m.tenant_id,
    m.brand_id,
    m.asin || '' as asin,
    m.marketplace,
    a.period_type,
    a.start_date,
    a.end_date,
    v.search_query,
    v.search_query_volume,
    v.total_query_impression_count as total_impressions,
    v.asin_impression_count as asin_impressions,
    v.total_click_count as total_clicks,
    v.asin_click_count as asin_clicks,
    v.total_cart_add_count as total_cart_adds,
    v.asin_cart_add_count as asin_cart_adds,
    v.total_purchase_count as total_purchases,
    v.asin_purchase_count as asin_purchases,
    v.known_from_at,
    v.known_until_at
from core.asin_brand_mapping as m
inner join sqp.asin_performance_data as a on a.tenant_id = m.tenant_id and a.asin = m.asin and a.marketplace = m.marketplace
cross join lateral (
    select
        q.search_query, q.search_query_volume, q.total_query_impression_count, q.asin_impression_count, q.total_click_count,
        q.asin_click_count, q.total_cart_add_count, q.asin_cart_add_count, q.total_purchase_count, q.asin_purchase_count,
        q.known_from_at, null::timestamptz as known_until_at
    from sqp.search_query_performance as q
    where q.tenant_id = a.tenant_id and q.asin_performance_id = a.id
    union all
    select
        h.search_query, h.search_query_volume, h.total_query_impression_count, h.asin_impression_count, h.total_click_count,
        h.asin_click_count, h.total_cart_add_count, h.asin_cart_add_count, h.total_purchase_count, h.asin_purchase_count,
        h.known_from_at, h.known_until_at
    from sqp.search_query_history as h
    where h.tenant_id = a.tenant_id and h.asin_performance_id = a.id
) as v
where m.is_active;
comment on view mart.brand_query_versions is 'One row per tenant, brand, product, marketplace, period, search query and time from which its counts were known: reports as they stand and as they stood before Amazon restated them.';
comment on column mart.brand_query_versions.tenant_id is 'Tenant.';
comment on column mart.brand_query_versions.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_query_versions.asin is 'Product.';
comment on column mart.brand_query_versions.marketplace is 'Marketplace code.';
comment on column mart.brand_query_versions.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.brand_query_versions.start_date is 'First day of the period.';
comment on column mart.brand_query_versions.end_date is 'Last day of the period.';
comment on column mart.brand_query_versions.search_query is 'Search query.';
comment on column mart.brand_query_versions.search_query_volume is 'How often shoppers searched for it; null: not given.';
comment on column mart.brand_query_versions.total_impressions is 'Impressions of all products for the query; null: not given.';
comment on column mart.brand_query_versions.asin_impressions is 'Impressions of the product; null: not given.';
comment on column mart.brand_query_versions.total_clicks is 'Clicks on all products; null: not given.';
comment on column mart.brand_query_versions.asin_clicks is 'Clicks on the product; null: not given.';
comment on column mart.brand_query_versions.total_cart_adds is 'Cart adds of all products; null: not given.';
comment on column mart.brand_query_versions.asin_cart_adds is 'Cart adds of the product; null: not given.';
comment on column mart.brand_query_versions.total_purchases is 'Purchases of all products; null: not given.';
comment on column mart.brand_query_versions.asin_purchases is 'Purchases of the product; null: not given.';
comment on column mart.brand_query_versions.known_from_at is 'When these counts were loaded.';
comment on column mart.brand_query_versions.known_until_at is 'When a later report changed them or left the query out; null: they stand.';
grant select on mart.brand_query_versions to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
