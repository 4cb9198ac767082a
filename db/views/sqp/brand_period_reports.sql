-- What is known of queries that a report does not list. Products that did not report, and reports that list nothing or lack an
-- impression count, bound nothing. Belongs to mart_owner, as the views of mart that read it.
set role mart_owner;
create or replace view sqp.brand_period_reports as
select
    m.tenant_id,
    m.brand_id,
    a.marketplace,
    a.period_type,
    a.start_date,
    (
        select count(*) from core.asin_brand_mapping as p
        where p.tenant_id = m.tenant_id and p.brand_id = m.brand_id and p.marketplace = a.marketplace and p.is_active
    )::integer as product_count,
    count(*)::integer as reported_product_count,
    count(a.smallest_impressions)::integer as bounded_product_count,
    sum(a.smallest_impressions)::bigint as smallest_impressions
from core.asin_brand_mapping as m
inner join sqp.asin_performance_data as a on a.tenant_id = m.tenant_id and a.asin = m.asin and a.marketplace = m.marketplace
where m.is_active
group by m.tenant_id, m.brand_id, a.marketplace, a.period_type, a.start_date;
comment on view sqp.brand_period_reports is 'One row per tenant, brand, marketplace and period: how many of its products reported it, and what their lists can hide.';
comment on column sqp.brand_period_reports.tenant_id is 'Tenant.';
comment on column sqp.brand_period_reports.brand_id is 'Brand, see mart.brands.';
comment on column sqp.brand_period_reports.marketplace is 'Marketplace code.';
comment on column sqp.brand_period_reports.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.brand_period_reports.start_date is 'First day of the period.';
comment on column sqp.brand_period_reports.product_count is 'Products that count for the brand today.';
comment on column sqp.brand_period_reports.reported_product_count is 'Of those, products whose report of the period was loaded.';
comment on column sqp.brand_period_reports.bounded_product_count is 'Of those, products whose list bounds what it leaves out.';
comment on column sqp.brand_period_reports.smallest_impressions is 'Sum of those bounds: the impressions that the products can have at most for a query that none of them lists; null: no product is bounded.';
grant select on sqp.brand_period_reports to asinmart_api, asinmart_admin, asinmart_owner;
reset role;
