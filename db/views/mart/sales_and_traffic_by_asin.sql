-- Rows are looked for among those of a tenant ("offset 0"): so EXPLAIN does not show a tenant's login whether another tenant has reports of
-- a product, neither by rows removed nor by estimates.
set role mart_owner;
create or replace view mart.sales_and_traffic_by_asin as
select
    t.tenant_id,
    t.marketplace,
    t.period_type,
    t.start_date,
    t.end_date,
    t.asin_granularity,
    t.item,
    t.asin,
    t.parent_asin,
    t.sku,
    t.ordered_product_sales,
    t.ordered_product_sales_b2b,
    t.units_ordered,
    t.units_ordered_b2b,
    t.total_order_items,
    t.total_order_items_b2b,
    t.browser_page_views,
    t.browser_page_views_b2b,
    t.mobile_app_page_views,
    t.mobile_app_page_views_b2b,
    t.page_views,
    t.page_views_b2b,
    t.page_views_percentage,
    t.browser_sessions,
    t.browser_sessions_b2b,
    t.mobile_app_sessions,
    t.mobile_app_sessions_b2b,
    t.sessions,
    t.sessions_b2b,
    t.session_percentage,
    t.buy_box_percentage,
    t.buy_box_percentage_b2b,
    t.currency,
    round(t.ordered_product_sales / nullif(t.units_ordered, 0), 2) as average_selling_price,
    round(100.0 * t.units_ordered / nullif(t.sessions, 0), 2) as unit_session_pct,
    t.known_from_at
from app.tenants as n
cross join lateral (select r.* from sqp.sales_and_traffic_by_asin as r where r.tenant_id = n.tenant_id offset 0) as t;
comment on view mart.sales_and_traffic_by_asin is 'One row per tenant, marketplace, range of days, granularity and product, its parent or its SKU. Add up rows of one granularity only.';
comment on column mart.sales_and_traffic_by_asin.tenant_id is 'Tenant whose report it is.';
comment on column mart.sales_and_traffic_by_asin.marketplace is 'Marketplace code.';
comment on column mart.sales_and_traffic_by_asin.period_type is 'DAY, WEEK (Sunday to Saturday), MONTH or QUARTER where the report is of exactly one, else RANGE.';
comment on column mart.sales_and_traffic_by_asin.start_date is 'First day of the period.';
comment on column mart.sales_and_traffic_by_asin.end_date is 'Last day of the period.';
comment on column mart.sales_and_traffic_by_asin.asin_granularity is 'What the rows of the report are of: PARENT, CHILD or SKU. Rows of two granularities count the same sales twice.';
comment on column mart.sales_and_traffic_by_asin.item is 'SKU in a report by SKU, else the ASIN.';
comment on column mart.sales_and_traffic_by_asin.asin is 'Product: the child, in a report by parent the parent.';
comment on column mart.sales_and_traffic_by_asin.parent_asin is 'Parent product; null: not given.';
comment on column mart.sales_and_traffic_by_asin.sku is 'Seller''s stock keeping unit; null: the report is not by SKU.';
comment on column mart.sales_and_traffic_by_asin.ordered_product_sales is 'Price times units of what was ordered, marketplace currency; null: not given.';
comment on column mart.sales_and_traffic_by_asin.ordered_product_sales_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.units_ordered is 'Units ordered; null: not given.';
comment on column mart.sales_and_traffic_by_asin.units_ordered_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.total_order_items is 'Order items: each product of an order counts once, whatever its units; null: not given.';
comment on column mart.sales_and_traffic_by_asin.total_order_items_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.browser_page_views is 'Page views in browsers; null: not given.';
comment on column mart.sales_and_traffic_by_asin.browser_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.mobile_app_page_views is 'Page views in the app; null: not given.';
comment on column mart.sales_and_traffic_by_asin.mobile_app_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.page_views is 'Page views in browsers and the app; null: not given.';
comment on column mart.sales_and_traffic_by_asin.page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.page_views_percentage is 'Page views of the product in percent of those of all products, as stated; null: not given.';
comment on column mart.sales_and_traffic_by_asin.browser_sessions is 'Sessions in browsers: visits within 24 hours count once; null: not given.';
comment on column mart.sales_and_traffic_by_asin.browser_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.mobile_app_sessions is 'Sessions in the app; null: not given.';
comment on column mart.sales_and_traffic_by_asin.mobile_app_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.sessions is 'Sessions in browsers or the app; null: not given.';
comment on column mart.sales_and_traffic_by_asin.sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.session_percentage is 'Sessions with a view of the product in percent of all sessions, as stated; null: not given.';
comment on column mart.sales_and_traffic_by_asin.buy_box_percentage is 'Page views on which the buy box was the seller''s, in percent of page views, as stated; null: not given.';
comment on column mart.sales_and_traffic_by_asin.buy_box_percentage_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic_by_asin.currency is 'Currency of the amounts, ISO 4217; null: no amount given.';
comment on column mart.sales_and_traffic_by_asin.average_selling_price is 'ordered_product_sales by units_ordered, marketplace currency, 2 decimals; null: no units.';
comment on column mart.sales_and_traffic_by_asin.unit_session_pct is 'units_ordered in percent of sessions, 2 decimals; null: no sessions.';
comment on column mart.sales_and_traffic_by_asin.known_from_at is 'When this row was first loaded with these values.';
grant select on mart.sales_and_traffic_by_asin to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
