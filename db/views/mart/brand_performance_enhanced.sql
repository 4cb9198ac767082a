-- The columns of the view of this name that brand dashboards know, over all reported months, or weeks where a brand has no month
-- report. There the market totals of a query count once per period, not once per product: so shares are larger than sums over
-- segments give.
set role mart_owner;
create or replace view mart.brand_performance_enhanced as
select
    b.tenant_id,
    b.id as brand_id,
    b.brand_name,
    b.display_name,
    s.total_asins,
    s.asins_with_weekly_data,
    s.asins_with_monthly_data,
    p.total_impressions,
    p.total_clicks,
    p.total_cart_adds,
    p.total_purchases,
    p.avg_impression_share,
    p.avg_purchase_share,
    s.data_start_date,
    s.data_end_date
from core.brands as b
inner join lateral (
    select
        count(distinct g.asin) as total_asins,
        count(distinct g.asin) filter (where g.segment_type = 'weekly' and g.asin_impressions > 0) as asins_with_weekly_data,
        count(distinct g.asin) filter (where g.segment_type = 'monthly' and g.asin_impressions > 0) as asins_with_monthly_data,
        min(g.earliest_date) as data_start_date,
        max(g.latest_date) as data_end_date
    from sqp.brand_product_segments as g
    where g.tenant_id = b.tenant_id and g.brand_id = b.id
    having count(*) > 0
) as s on true
left join lateral (
    select
        sum(q.brand_impressions)::bigint as total_impressions,
        sum(q.brand_clicks)::bigint as total_clicks,
        sum(q.brand_cart_adds)::bigint as total_cart_adds,
        sum(q.brand_purchases)::bigint as total_purchases,
        round(100.0 * sum(q.brand_impressions) / nullif(sum(q.total_impressions), 0), 2) as avg_impression_share,
        round(100.0 * sum(q.brand_purchases) / nullif(sum(q.total_purchases), 0), 2) as avg_purchase_share
    from mart.brand_performance as q
    where q.tenant_id = b.tenant_id and q.brand_id = b.id
    group by q.period_type
    having q.period_type in ('MONTH', 'WEEK')
    order by q.period_type
    limit 1
) as p on true;
comment on view mart.brand_performance_enhanced is 'One row per tenant and brand: its products, counts and shares over all reported months, or weeks where it has no month report.';
comment on column mart.brand_performance_enhanced.tenant_id is 'Tenant.';
comment on column mart.brand_performance_enhanced.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_performance_enhanced.brand_name is 'Name as the listing shows it.';
comment on column mart.brand_performance_enhanced.display_name is 'Name to show; null: brand_name.';
comment on column mart.brand_performance_enhanced.total_asins is 'Products with segments.';
comment on column mart.brand_performance_enhanced.asins_with_weekly_data is 'Of those, products with impressions in a week.';
comment on column mart.brand_performance_enhanced.asins_with_monthly_data is 'Of those, products with impressions in a month.';
comment on column mart.brand_performance_enhanced.total_impressions is 'Impressions of the brand''s products; null: none given.';
comment on column mart.brand_performance_enhanced.total_clicks is 'Clicks on them; null: none given.';
comment on column mart.brand_performance_enhanced.total_cart_adds is 'Cart adds of them; null: none given.';
comment on column mart.brand_performance_enhanced.total_purchases is 'Purchases of them; null: none given.';
comment on column mart.brand_performance_enhanced.avg_impression_share is 'Their impressions in percent of all impressions for the listed queries, each query once a period, 2 decimals; null: none.';
comment on column mart.brand_performance_enhanced.avg_purchase_share is 'The same of purchases.';
comment on column mart.brand_performance_enhanced.data_start_date is 'First day of the reports.';
comment on column mart.brand_performance_enhanced.data_end_date is 'Last day of the reports.';
grant select on mart.brand_performance_enhanced to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
