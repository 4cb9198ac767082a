set role mart_owner;
create or replace view mart.brand_query_reconciliation as
select
    b.tenant_id,
    b.id as brand_id,
    b.brand_name,
    d.marketplace,
    d.period_type,
    d.start_date,
    d.end_date,
    d.search_query,
    d.measure,
    d.brand_view_count,
    d.product_report_count,
    d.difference,
    d.is_within_bounds,
    d.reported_product_count,
    d.listed_product_count
from core.brands as b
inner join sqp.brand_view_differences as d on d.tenant_id = b.tenant_id and d.brand_id = b.id;
comment on view mart.brand_query_reconciliation is 'One row per tenant, brand, marketplace, period, search query and measure in which the brand view and the reports of the brand''s products differ by more than 2 %.';
comment on column mart.brand_query_reconciliation.tenant_id is 'Tenant.';
comment on column mart.brand_query_reconciliation.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_query_reconciliation.brand_name is 'Name as the listing shows it.';
comment on column mart.brand_query_reconciliation.marketplace is 'Marketplace code.';
comment on column mart.brand_query_reconciliation.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.brand_query_reconciliation.start_date is 'First day of the period.';
comment on column mart.brand_query_reconciliation.end_date is 'Last day of the period.';
comment on column mart.brand_query_reconciliation.search_query is 'Search query that the brand view lists.';
comment on column mart.brand_query_reconciliation.measure is 'What is compared: search_query_volume, total_* of the market, or brand_* of the brands products.';
comment on column mart.brand_query_reconciliation.brand_view_count is 'Count in the brand view.';
comment on column mart.brand_query_reconciliation.product_report_count is 'The same in the reports of the products: added up for brand_*, once for the others; null: no report of a product lists the query.';
comment on column mart.brand_query_reconciliation.difference is 'brand_view_count minus product_report_count; null: no report of a product lists the query.';
comment on column mart.brand_query_reconciliation.is_within_bounds is 'Whether products that do not list the query can make up the difference, see sqp.brand_query_totals.brand_impressions_high; null: their bound is unknown. Always false for the market.';
comment on column mart.brand_query_reconciliation.reported_product_count is 'Products of the brand whose report of the period was loaded.';
comment on column mart.brand_query_reconciliation.listed_product_count is 'Of those, products whose report lists the query; 0: none.';
grant select on mart.brand_query_reconciliation to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
