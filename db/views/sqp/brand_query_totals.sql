-- A query's market totals are the same in the report of each product, so they count once per brand, query and period; own counts add
-- up over the products. Belongs to mart_owner, as the views of mart that read it.
set role mart_owner;
create or replace view sqp.brand_query_totals as
select
    m.tenant_id,
    m.brand_id,
    a.marketplace,
    a.period_type,
    a.start_date,
    a.end_date,
    q.search_query,
    strpos(lower(q.search_query), lower(min(b.brand_name))) > 0 as is_branded,
    count(*)::integer as listed_product_count,
    min(q.search_query_score) as best_score,
    max(q.search_query_volume) as search_query_volume,
    max(q.total_query_impression_count) as total_impressions,
    sum(q.asin_impression_count)::bigint as brand_impressions,
    max(q.total_click_count) as total_clicks,
    sum(q.asin_click_count)::bigint as brand_clicks,
    max(q.total_cart_add_count) as total_cart_adds,
    sum(q.asin_cart_add_count)::bigint as brand_cart_adds,
    max(q.total_purchase_count) as total_purchases,
    sum(q.asin_purchase_count)::bigint as brand_purchases,
    max(q.total_median_purchase_price) as market_median_purchase_price,
    round(
        sum(q.asin_median_purchase_price * q.asin_purchase_count)
        / nullif(sum(q.asin_purchase_count) filter (where q.asin_median_purchase_price is not null), 0),
        2
    ) as brand_avg_purchase_price
from core.asin_brand_mapping as m
inner join core.brands as b on b.id = m.brand_id and b.tenant_id = m.tenant_id
inner join sqp.asin_performance_data as a
    on a.tenant_id = m.tenant_id and a.asin = m.asin and a.marketplace = m.marketplace
inner join sqp.search_query_performance as q on q.tenant_id = a.tenant_id and q.asin_performance_id = a.id
where m.is_active
group by m.tenant_id, m.brand_id, a.marketplace, a.period_type, a.start_date, a.end_date, q.search_query;
comment on view sqp.brand_query_totals is 'One row per tenant, brand, marketplace, period and search query: counts of the market and of the brand''s products.';
comment on column sqp.brand_query_totals.tenant_id is 'Tenant.';
comment on column sqp.brand_query_totals.brand_id is 'Brand, see mart.brands.';
comment on column sqp.brand_query_totals.marketplace is 'Marketplace code.';
comment on column sqp.brand_query_totals.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.brand_query_totals.start_date is 'First day of the period.';
comment on column sqp.brand_query_totals.end_date is 'Last day of the period.';
comment on column sqp.brand_query_totals.search_query is 'Search query.';
comment on column sqp.brand_query_totals.is_branded is 'Whether the query contains the name of the brand.';
comment on column sqp.brand_query_totals.listed_product_count is 'Products of the brand whose report lists the query; others may have counts below their own list.';
comment on column sqp.brand_query_totals.best_score is 'Best rank of the query among those products'' reports, 1 is the most important.';
comment on column sqp.brand_query_totals.search_query_volume is 'How often shoppers searched for it; null: not given.';
comment on column sqp.brand_query_totals.total_impressions is 'Impressions of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_impressions is 'Impressions of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.total_clicks is 'Clicks of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_clicks is 'Clicks of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.total_cart_adds is 'Cart adds of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_cart_adds is 'Cart adds of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.total_purchases is 'Purchases of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_purchases is 'Purchases of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.market_median_purchase_price is 'Median price of all purchased products, marketplace currency; null: none.';
comment on column sqp.brand_query_totals.brand_avg_purchase_price is 'Mean of the products'' median purchase prices, weighted by purchases, marketplace currency; null: no purchase with a price.';
grant select on sqp.brand_query_totals to asinmart_api, asinmart_admin, asinmart_owner;
reset role;
