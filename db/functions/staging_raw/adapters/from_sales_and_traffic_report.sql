-- A row of an SP-API Sales and Traffic report, beside its header: {"reportSpecification": {...}, "salesAndTrafficByDate": {...}} or
-- "salesAndTrafficByAsin". A row by date is of the day, week or month that begins with its date. Rows by ASIN are of all days of the
-- report, which Amazon extends to whole weeks or months where its granularity is one. Rates are percentages there.
create or replace function staging_raw.from_sales_and_traffic_report(p_payload jsonb)
returns setof staging_raw.sales_and_traffic_row
language sql
stable
parallel safe
as $$
    select
        case when d.is_by_asin then 'sales_and_traffic_by_asin' else 'sales_and_traffic' end as report,
        coalesce((p_payload ->> 'reportDocument')::integer, 1) as document_no,
        null::integer as element_no,
        d.header #>> '{marketplaceIds,0}' as marketplace_id,
        case when d.is_by_asin then staging_raw.period_type_of(d.start_date, d.end_date) else d.granularity end as period_type,
        d.start_date,
        d.end_date,
        case when d.is_by_asin then d.asin_granularity end as scope,
        case when d.is_by_asin then array[d.asin_granularity] when d.line is null then '{}'::text[] end as covered,
        case
            when d.line is null then null
            when d.is_by_asin then concat_ws(' ', d.asin_granularity, d.item)
            else d.start_date::text
        end as row_key,
        case when d.is_by_asin and d.line is not null and d.item is null and d.asin is not null then 'the row names no SKU' end as fault,
        (d.sales #>> '{orderedProductSales,amount}')::numeric as ordered_product_sales,
        (d.sales #>> '{orderedProductSalesB2B,amount}')::numeric as ordered_product_sales_b2b,
        (d.sales ->> 'unitsOrdered')::bigint as units_ordered,
        (d.sales ->> 'unitsOrderedB2B')::bigint as units_ordered_b2b,
        (d.sales ->> 'totalOrderItems')::bigint as total_order_items,
        (d.sales ->> 'totalOrderItemsB2B')::bigint as total_order_items_b2b,
        (d.sales ->> 'unitsRefunded')::bigint as units_refunded,
        (d.sales ->> 'claimsGranted')::bigint as claims_granted,
        (d.sales #>> '{claimsAmount,amount}')::numeric as claims_amount,
        (d.sales #>> '{shippedProductSales,amount}')::numeric as shipped_product_sales,
        (d.sales ->> 'unitsShipped')::bigint as units_shipped,
        (d.sales ->> 'ordersShipped')::bigint as orders_shipped,
        (d.traffic ->> 'browserPageViews')::bigint as browser_page_views,
        (d.traffic ->> 'browserPageViewsB2B')::bigint as browser_page_views_b2b,
        (d.traffic ->> 'mobileAppPageViews')::bigint as mobile_app_page_views,
        (d.traffic ->> 'mobileAppPageViewsB2B')::bigint as mobile_app_page_views_b2b,
        (d.traffic ->> 'pageViews')::bigint as page_views,
        (d.traffic ->> 'pageViewsB2B')::bigint as page_views_b2b,
        (d.traffic ->> 'browserSessions')::bigint as browser_sessions,
        (d.traffic ->> 'browserSessionsB2B')::bigint as browser_sessions_b2b,
        (d.traffic ->> 'mobileAppSessions')::bigint as mobile_app_sessions,
        (d.traffic ->> 'mobileAppSessionsB2B')::bigint as mobile_app_sessions_b2b,
        (d.traffic ->> 'sessions')::bigint as sessions,
        (d.traffic ->> 'sessionsB2B')::bigint as sessions_b2b,
        (d.traffic ->> 'buyBoxPercentage')::numeric as buy_box_percentage,
        (d.traffic ->> 'buyBoxPercentageB2B')::numeric as buy_box_percentage_b2b,
        (d.traffic ->> 'averageOfferCount')::bigint as average_offer_count,
        (d.traffic ->> 'averageParentItems')::bigint as average_parent_items,
        (d.traffic ->> 'feedbackReceived')::bigint as feedback_received,
        (d.traffic ->> 'negativeFeedbackReceived')::bigint as negative_feedback_received,
        (d.traffic ->> 'receivedNegativeFeedbackRate')::numeric as received_negative_feedback_rate,
        d.sales #>> '{orderedProductSales,currencyCode}' as currency,
        d.asin_granularity,
        d.item,
        d.asin,
        upper(d.line ->> 'parentAsin') as parent_asin,
        d.line ->> 'sku' as sku,
        (d.traffic ->> 'pageViewsPercentage')::numeric as page_views_percentage,
        (d.traffic ->> 'sessionPercentage')::numeric as session_percentage,
        (d.sales #>> '{averageSalesPerOrderItem,amount}')::numeric as average_sales_per_order_item,
        (d.sales ->> 'averageUnitsPerOrderItem')::numeric as average_units_per_order_item,
        (d.sales #>> '{averageSellingPrice,amount}')::numeric as average_selling_price,
        (d.sales ->> 'refundRate')::numeric as refund_rate,
        (d.traffic ->> 'orderItemSessionPercentage')::numeric as order_item_session_percentage,
        (d.traffic ->> 'unitSessionPercentage')::numeric as unit_session_percentage
    from (
        select
            l.*,
            case
                when l.is_by_asin and l.granularity = 'WEEK' then l.first_date - extract(dow from l.first_date)::integer
                when l.is_by_asin and l.granularity = 'MONTH' then date_trunc('month', l.first_date)::date
                else l.first_date
            end as start_date,
            case l.granularity
                when 'WEEK' then l.last_date + 6 - extract(dow from l.last_date)::integer
                when 'MONTH' then (date_trunc('month', l.last_date) + interval '1 month - 1 day')::date
                else l.last_date
            end as end_date,
            case l.asin_granularity when 'SKU' then l.line ->> 'sku' else l.asin end as item,
            coalesce(l.line -> 'salesByDate', l.line -> 'salesByAsin') as sales,
            coalesce(l.line -> 'trafficByDate', l.line -> 'trafficByAsin') as traffic
        from (
            select
                u.*,
                coalesce(upper(u.header #>> '{reportOptions,dateGranularity}'), 'DAY') as granularity,
                coalesce(upper(u.header #>> '{reportOptions,asinGranularity}'), 'PARENT') as asin_granularity,
                upper(coalesce(u.line ->> 'childAsin', u.line ->> 'parentAsin')) as asin,
                left(coalesce(u.line ->> 'date', u.header ->> 'dataStartTime'), 10)::date as first_date,
                left(coalesce(u.line ->> 'date', u.header ->> 'dataEndTime'), 10)::date as last_date
            from (
                select
                    p_payload -> 'reportSpecification' as header,
                    nullif(coalesce(p_payload -> 'salesAndTrafficByAsin', p_payload -> 'salesAndTrafficByDate'), 'null') as line,
                    p_payload ? 'salesAndTrafficByAsin' as is_by_asin
                offset 0
            ) as u
            offset 0
        ) as l
        offset 0
    ) as d;
$$;
comment on function staging_raw.from_sales_and_traffic_report(jsonb) is 'Standard row of a row of an SP-API Sales and Traffic report.';
