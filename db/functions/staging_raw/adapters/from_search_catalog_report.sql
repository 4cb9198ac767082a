-- A row of an SP-API Search Catalog Performance report, beside its header: {"reportSpecification": {...}, "dataByAsin": {...}}.
-- Its option is named "asins" and may be missing: then the report covers every product of the brand owner. Rates are fractions there.
create or replace function staging_raw.from_search_catalog_report(p_payload jsonb)
returns setof staging_raw.search_catalog_row
language sql
stable
parallel safe
as $$
    select
        'search_catalog_performance' as report,
        coalesce((p_payload ->> 'reportDocument')::integer, 1) as document_no,
        null::integer as element_no,
        d.header #>> '{marketplaceIds,0}' as marketplace_id,
        upper(d.header #>> '{reportOptions,reportPeriod}') as period_type,
        left(coalesce(d.line ->> 'startDate', d.header ->> 'dataStartTime'), 10)::date as start_date,
        left(coalesce(d.line ->> 'endDate', d.header ->> 'dataEndTime'), 10)::date as end_date,
        d.asin as scope,
        case when d.requested ~ '[^\s,]' then array(
            select a.asin from regexp_split_to_table(upper(d.requested), '[\s,]+') as a (asin) where a.asin ~ '^[A-Z0-9]{10}$'
            union
            select d.asin where d.asin is not null
            order by asin
        ) end as covered,
        case when d.line is not null then coalesce(d.asin, '') end as row_key,
        null::text as fault,
        d.asin,
        (d.impressions ->> 'impressionCount')::bigint as impression_count,
        (d.impressions #>> '{impressionMedianPrice,amount}')::numeric as impression_median_price,
        (d.impressions ->> 'sameDayShippingImpressionCount')::bigint as same_day_shipping_impression_count,
        (d.impressions ->> 'oneDayShippingImpressionCount')::bigint as one_day_shipping_impression_count,
        (d.impressions ->> 'twoDayShippingImpressionCount')::bigint as two_day_shipping_impression_count,
        (d.clicks ->> 'clickCount')::bigint as click_count,
        (d.clicks #>> '{clickedMedianPrice,amount}')::numeric as clicked_median_price,
        (d.clicks ->> 'sameDayShippingClickCount')::bigint as same_day_shipping_click_count,
        (d.clicks ->> 'oneDayShippingClickCount')::bigint as one_day_shipping_click_count,
        (d.clicks ->> 'twoDayShippingClickCount')::bigint as two_day_shipping_click_count,
        (d.carts ->> 'cartAddCount')::bigint as cart_add_count,
        (d.carts #>> '{cartAddedMedianPrice,amount}')::numeric as cart_added_median_price,
        (d.carts ->> 'sameDayShippingCartAddCount')::bigint as same_day_shipping_cart_add_count,
        (d.carts ->> 'oneDayShippingCartAddCount')::bigint as one_day_shipping_cart_add_count,
        (d.carts ->> 'twoDayShippingCartAddCount')::bigint as two_day_shipping_cart_add_count,
        (d.purchases ->> 'purchaseCount')::bigint as purchase_count,
        (d.purchases #>> '{searchTrafficSales,amount}')::numeric as search_traffic_sales,
        (d.purchases #>> '{purchaseMedianPrice,amount}')::numeric as purchase_median_price,
        (d.purchases ->> 'sameDayShippingPurchaseCount')::bigint as same_day_shipping_purchase_count,
        (d.purchases ->> 'oneDayShippingPurchaseCount')::bigint as one_day_shipping_purchase_count,
        (d.purchases ->> 'twoDayShippingPurchaseCount')::bigint as two_day_shipping_purchase_count,
        coalesce(
            d.impressions #>> '{impressionMedianPrice,currencyCode}', d.clicks #>> '{clickedMedianPrice,currencyCode}',
            d.purchases #>> '{searchTrafficSales,currencyCode}'
        ) as currency,
        (d.clicks ->> 'clickRate')::numeric * 100 as click_rate_pct,
        (d.purchases ->> 'conversionRate')::numeric * 100 as conversion_rate_pct
    from (
        select
            u.header,
            u.line,
            upper(u.line ->> 'asin') as asin,
            coalesce(u.header #>> '{reportOptions,asins}', u.header #>> '{reportOptions,asin}') as requested,
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
comment on function staging_raw.from_search_catalog_report(jsonb) is 'Standard row of a row of an SP-API Search Catalog Performance report.';
