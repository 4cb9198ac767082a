-- A row of an SP-API Search Query Performance report, beside its header: {"reportSpecification": {...}, "dataByAsin": {...}}.
-- Shares and rates are fractions there. Without a row the report lists nothing for the products in its header.
-- The products of the header are as it lists them, be it twice.
-- Casts raise on a value of another type, which costs nothing where there is none: staging_raw.adapt_reports then adapts what
-- staging_raw.readable_report makes of the row. Each object is unpacked once ("offset 0" keeps the planner from unpacking it for
-- every field).
create or replace function staging_raw.from_search_query_report(p_payload jsonb)
returns setof staging_raw.search_query_row
language sql
stable
parallel safe
as $$
    select
        coalesce((p_payload ->> 'reportDocument')::integer, 1) as document_no,
        'api' as source,
        case when d.line is null then 'empty' else 'asin' end as view,
        upper(d.line ->> 'asin') as asin,
        coalesce(array_remove(string_to_array(replace(replace(replace(replace(
            upper(coalesce(d.header #>> '{reportOptions,asin}', d.header #>> '{reportOptions,asins}') collate "C") collate "default",
            ',', ' '), E'\n', ' '), E'\r', ' '), E'\t', ' '), ' '), ''), '{}') as requested_asins,
        null::text as brand,
        d.header #>> '{marketplaceIds,0}' as marketplace_id,
        upper(d.header #>> '{reportOptions,reportPeriod}') as period_type,
        left(coalesce(d.line ->> 'startDate', d.header ->> 'dataStartTime'), 10)::date as start_date,
        left(coalesce(d.line ->> 'endDate', d.header ->> 'dataEndTime'), 10)::date as end_date,
        d.line ->> 'fault' as fault,
        nullif(btrim(d.query ->> 'searchQuery'), '') as search_query,
        (d.query ->> 'searchQueryScore')::integer as search_query_score,
        (d.query ->> 'searchQueryVolume')::bigint as search_query_volume,
        (d.impressions ->> 'totalQueryImpressionCount')::bigint as total_query_impression_count,
        (d.impressions ->> 'asinImpressionCount')::bigint as asin_impression_count,
        (d.clicks ->> 'totalClickCount')::bigint as total_click_count,
        (d.clicks ->> 'asinClickCount')::bigint as asin_click_count,
        (d.carts ->> 'totalCartAddCount')::bigint as total_cart_add_count,
        (d.carts ->> 'asinCartAddCount')::bigint as asin_cart_add_count,
        (d.purchases ->> 'totalPurchaseCount')::bigint as total_purchase_count,
        (d.purchases ->> 'asinPurchaseCount')::bigint as asin_purchase_count,
        (d.clicks #>> '{totalMedianClickPrice,amount}')::numeric as total_median_click_price,
        (d.clicks #>> '{asinMedianClickPrice,amount}')::numeric as asin_median_click_price,
        (d.carts #>> '{totalMedianCartAddPrice,amount}')::numeric as total_median_cart_add_price,
        (d.carts #>> '{asinMedianCartAddPrice,amount}')::numeric as asin_median_cart_add_price,
        (d.purchases #>> '{totalMedianPurchasePrice,amount}')::numeric as total_median_purchase_price,
        (d.purchases #>> '{asinMedianPurchasePrice,amount}')::numeric as asin_median_purchase_price,
        (d.clicks ->> 'totalSameDayShippingClickCount')::bigint as total_same_day_shipping_click_count,
        (d.clicks ->> 'totalOneDayShippingClickCount')::bigint as total_one_day_shipping_click_count,
        (d.clicks ->> 'totalTwoDayShippingClickCount')::bigint as total_two_day_shipping_click_count,
        (d.carts ->> 'totalSameDayShippingCartAddCount')::bigint as total_same_day_shipping_cart_add_count,
        (d.carts ->> 'totalOneDayShippingCartAddCount')::bigint as total_one_day_shipping_cart_add_count,
        (d.carts ->> 'totalTwoDayShippingCartAddCount')::bigint as total_two_day_shipping_cart_add_count,
        (d.purchases ->> 'totalSameDayShippingPurchaseCount')::bigint as total_same_day_shipping_purchase_count,
        (d.purchases ->> 'totalOneDayShippingPurchaseCount')::bigint as total_one_day_shipping_purchase_count,
        (d.purchases ->> 'totalTwoDayShippingPurchaseCount')::bigint as total_two_day_shipping_purchase_count,
        coalesce(
            d.clicks #>> '{totalMedianClickPrice,currencyCode}', d.clicks #>> '{asinMedianClickPrice,currencyCode}',
            d.carts #>> '{totalMedianCartAddPrice,currencyCode}', d.purchases #>> '{totalMedianPurchasePrice,currencyCode}'
        ) as currency,
        (d.impressions ->> 'asinImpressionShare')::numeric * 100 as impression_share_pct,
        (d.clicks ->> 'asinClickShare')::numeric * 100 as click_share_pct,
        (d.carts ->> 'asinCartAddShare')::numeric * 100 as cart_add_share_pct,
        (d.purchases ->> 'asinPurchaseShare')::numeric * 100 as purchase_share_pct,
        (d.clicks ->> 'totalClickRate')::numeric * 100 as click_rate_pct,
        (d.carts ->> 'totalCartAddRate')::numeric * 100 as cart_add_rate_pct,
        (d.purchases ->> 'totalPurchaseRate')::numeric * 100 as purchase_rate_pct,
        null::text as fault_code,
        null::text[] as languages,
        null::text as decimal_sign
    from (
        select
            u.header,
            u.line,
            u.line -> 'searchQueryData' as query,
            u.line -> 'impressionData' as impressions,
            u.line -> 'clickData' as clicks,
            u.line -> 'cartAddData' as carts,
            u.line -> 'purchaseData' as purchases
        from (
            select p_payload -> 'reportSpecification' as header, nullif(p_payload -> 'dataByAsin', 'null') as line
            offset 0
        ) as u
        offset 0
    ) as d;
$$;
comment on function staging_raw.from_search_query_report(jsonb) is 'Standard row of a row of an SP-API Search Query Performance report.';
