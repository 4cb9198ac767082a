set role mart_owner;
create or replace view mart.sales_and_traffic as
select
    t.tenant_id,
    t.marketplace,
    t.period_type,
    t.start_date,
    t.end_date,
    t.ordered_product_sales,
    t.ordered_product_sales_b2b,
    t.units_ordered,
    t.units_ordered_b2b,
    t.total_order_items,
    t.total_order_items_b2b,
    t.units_refunded,
    t.claims_granted,
    t.claims_amount,
    t.shipped_product_sales,
    t.units_shipped,
    t.orders_shipped,
    t.browser_page_views,
    t.browser_page_views_b2b,
    t.mobile_app_page_views,
    t.mobile_app_page_views_b2b,
    t.page_views,
    t.page_views_b2b,
    t.browser_sessions,
    t.browser_sessions_b2b,
    t.mobile_app_sessions,
    t.mobile_app_sessions_b2b,
    t.sessions,
    t.sessions_b2b,
    t.buy_box_percentage,
    t.buy_box_percentage_b2b,
    t.average_offer_count,
    t.average_parent_items,
    t.feedback_received,
    t.negative_feedback_received,
    t.received_negative_feedback_rate,
    t.currency,
    round(t.ordered_product_sales / nullif(t.total_order_items, 0), 2) as average_sales_per_order_item,
    round(t.units_ordered::numeric / nullif(t.total_order_items, 0), 2) as average_units_per_order_item,
    round(t.ordered_product_sales / nullif(t.units_ordered, 0), 2) as average_selling_price,
    round(100.0 * t.units_refunded / nullif(t.units_ordered, 0), 2) as refund_rate_pct,
    round(100.0 * t.total_order_items / nullif(t.sessions, 0), 2) as order_item_session_pct,
    round(100.0 * t.units_ordered / nullif(t.sessions, 0), 2) as unit_session_pct,
    t.known_from_at
from sqp.sales_and_traffic as t;
comment on view mart.sales_and_traffic is 'One row per tenant, marketplace and period: sales and traffic of the whole catalogue.';
comment on column mart.sales_and_traffic.tenant_id is 'Tenant whose report it is.';
comment on column mart.sales_and_traffic.marketplace is 'Marketplace code.';
comment on column mart.sales_and_traffic.period_type is 'DAY, WEEK (Sunday to Saturday) or MONTH.';
comment on column mart.sales_and_traffic.start_date is 'First day of the period.';
comment on column mart.sales_and_traffic.end_date is 'Last day of the period.';
comment on column mart.sales_and_traffic.ordered_product_sales is 'Price times units of what was ordered, marketplace currency; null: not given.';
comment on column mart.sales_and_traffic.ordered_product_sales_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.units_ordered is 'Units ordered; null: not given.';
comment on column mart.sales_and_traffic.units_ordered_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.total_order_items is 'Order items: each product of an order counts once, whatever its units; null: not given.';
comment on column mart.sales_and_traffic.total_order_items_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.units_refunded is 'Units refunded; null: not given.';
comment on column mart.sales_and_traffic.claims_granted is 'A-to-z guarantee claims granted; null: not given.';
comment on column mart.sales_and_traffic.claims_amount is 'Amount of A-to-z guarantee claims, marketplace currency; null: not given.';
comment on column mart.sales_and_traffic.shipped_product_sales is 'Price times units of what was shipped, marketplace currency; null: not given.';
comment on column mart.sales_and_traffic.units_shipped is 'Units shipped; null: not given.';
comment on column mart.sales_and_traffic.orders_shipped is 'Orders shipped; null: not given.';
comment on column mart.sales_and_traffic.browser_page_views is 'Page views in browsers; null: not given.';
comment on column mart.sales_and_traffic.browser_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.mobile_app_page_views is 'Page views in the app; null: not given.';
comment on column mart.sales_and_traffic.mobile_app_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.page_views is 'Page views in browsers and the app; null: not given.';
comment on column mart.sales_and_traffic.page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.browser_sessions is 'Sessions in browsers: visits within 24 hours count once; null: not given.';
comment on column mart.sales_and_traffic.browser_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.mobile_app_sessions is 'Sessions in the app; null: not given.';
comment on column mart.sales_and_traffic.mobile_app_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.sessions is 'Sessions in browsers or the app; null: not given.';
comment on column mart.sales_and_traffic.sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.buy_box_percentage is 'Page views on which the buy box was the seller''s, in percent of page views, as stated; null: not given.';
comment on column mart.sales_and_traffic.buy_box_percentage_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column mart.sales_and_traffic.average_offer_count is 'Mean number of offers listed on a day; null: not given.';
comment on column mart.sales_and_traffic.average_parent_items is 'Mean number of parent products listed on a day; null: not given.';
comment on column mart.sales_and_traffic.feedback_received is 'Seller feedbacks received; null: not given.';
comment on column mart.sales_and_traffic.negative_feedback_received is 'Negative seller feedbacks received; null: not given.';
comment on column mart.sales_and_traffic.received_negative_feedback_rate is 'Orders with a negative feedback in percent of orders, as stated; null: not given.';
comment on column mart.sales_and_traffic.currency is 'Currency of the amounts, ISO 4217; null: no amount given.';
comment on column mart.sales_and_traffic.average_sales_per_order_item is 'ordered_product_sales by total_order_items, marketplace currency, 2 decimals; null: no order items.';
comment on column mart.sales_and_traffic.average_units_per_order_item is 'units_ordered by total_order_items, 2 decimals; null: no order items.';
comment on column mart.sales_and_traffic.average_selling_price is 'ordered_product_sales by units_ordered, marketplace currency, 2 decimals; null: no units.';
comment on column mart.sales_and_traffic.refund_rate_pct is 'units_refunded in percent of units_ordered, 2 decimals; refunds may be of earlier orders; null: no units.';
comment on column mart.sales_and_traffic.order_item_session_pct is 'total_order_items in percent of sessions, 2 decimals; null: no sessions.';
comment on column mart.sales_and_traffic.unit_session_pct is 'units_ordered in percent of sessions, 2 decimals; null: no sessions.';
comment on column mart.sales_and_traffic.known_from_at is 'When this row was first loaded with these values.';
grant select on mart.sales_and_traffic to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
