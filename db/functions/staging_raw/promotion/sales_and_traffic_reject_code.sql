-- Why a row of a Sales and Traffic report cannot be kept; null where it can. PL/pgSQL, because a call of SQL that is not inlined
-- costs ten times as much.
create or replace function staging_raw.sales_and_traffic_reject_code(
    p_row staging_raw.sales_and_traffic_row,
    p_marketplace text
)
returns text
language plpgsql
immutable
parallel safe
as $$
begin
    return case
        when p_marketplace is null then 'marketplace_unknown'
        when p_row.report = 'sales_and_traffic' and p_row.row_key is null then null
        when (
            p_row.report = 'sales_and_traffic_by_asin' and p_row.period_type is not null
            or p_row.period_type in ('DAY', 'WEEK', 'MONTH')
            and staging_raw.period_type_of(p_row.start_date, p_row.end_date) = p_row.period_type
        ) is not true then 'period_invalid'
        when p_row.scope not in ('PARENT', 'CHILD', 'SKU') then 'report_unreadable'
        when p_row.row_key is null then null
        when p_row.report = 'sales_and_traffic_by_asin' and (p_row.asin ~ '^[A-Z0-9]{10}$') is not true then 'asin_invalid'
        when p_row.fault is not null then 'report_unreadable'
        when least(
            p_row.units_ordered, p_row.units_ordered_b2b, p_row.total_order_items, p_row.total_order_items_b2b, p_row.units_refunded,
            p_row.claims_granted, p_row.units_shipped, p_row.orders_shipped, p_row.browser_page_views, p_row.browser_page_views_b2b,
            p_row.mobile_app_page_views, p_row.mobile_app_page_views_b2b, p_row.page_views, p_row.page_views_b2b, p_row.browser_sessions,
            p_row.browser_sessions_b2b, p_row.mobile_app_sessions, p_row.mobile_app_sessions_b2b, p_row.sessions, p_row.sessions_b2b,
            p_row.average_offer_count, p_row.average_parent_items, p_row.feedback_received, p_row.negative_feedback_received
        ) < 0 then 'count_negative'
        when not p_row.buy_box_percentage between 0 and 100 or not p_row.buy_box_percentage_b2b between 0 and 100
            or not p_row.page_views_percentage between 0 and 100 or not p_row.session_percentage between 0 and 100 then 'share_invalid'
    end;
end;
$$;
comment on function staging_raw.sales_and_traffic_reject_code(staging_raw.sales_and_traffic_row, text) is 'Why a row of a Sales and Traffic report is rejected; null where it is not.';
