-- A line of a Data Kiosk document of analytics_sellerAnalytics, one a period: {"startDate": ..., "endDate": ..., "metrics":
-- [{"groupByKey": {"asin": ...}, "metrics": {"search": {"query": [{"queryKeyword": ..., "priceAndCountMetrics": {...}}]}}}]}; a group
-- may also be a line of its own, and a line may have none. The loader splits long lines: "metrics" is then one group. One row for each
-- product and keyword. The line does not say whether it is of a day, a week or a month: its days do. Counts that are split by SKU or
-- by channel, or are of more than one product, are no counts of a product.
create or replace function staging_raw.from_seller_analytics(p_payload jsonb)
returns setof staging_raw.keyword_count_row
language sql
stable
parallel safe
as $$
    select
        'keyword_counts' as report,
        1 as document_no,
        (row_number() over ())::integer as element_no,
        d.key ->> 'marketplaceId' as marketplace_id,
        staging_raw.period_type_of(p.start_date, p.end_date) as period_type,
        p.start_date,
        p.end_date,
        d.asin as scope,
        case when d.key is null then '{}'::text[] else array[d.asin] end as covered,
        case when d.line is not null then concat_ws(' ', d.asin, d.query_keyword) end as row_key,
        case
            when d.key is null then null
            when d.asin is null then 'the counts are not grouped by ASIN'
            when d.key ? 'msku' then 'the counts are split by SKU: query them without msku'
            when d.key ? 'fulfilmentChannel' then 'the counts are split by channel: query them without fulfilmentChannel'
        end as fault,
        d.asin,
        d.query_keyword,
        (d.metrics #>> '{impressionsWithPrice,unitsWithValue,units}')::bigint as impression_count,
        (d.metrics #>> '{impressionsWithPrice,unitsWithValue,value,amount}')::numeric as impression_value,
        (d.metrics #>> '{sameDayMetrics,shippingImpression,value}')::bigint as same_day_shipping_impression_count,
        (d.metrics #>> '{oneDayMetrics,shippingImpression,value}')::bigint as one_day_shipping_impression_count,
        (d.metrics #>> '{twoDayMetrics,shippingImpression,value}')::bigint as two_day_shipping_impression_count,
        (d.metrics #>> '{clicksWithPrice,unitsWithValue,units}')::bigint as click_count,
        (d.metrics #>> '{clicksWithPrice,unitsWithValue,value,amount}')::numeric as click_value,
        (d.metrics #>> '{sameDayMetrics,shippingClick,value}')::bigint as same_day_shipping_click_count,
        (d.metrics #>> '{oneDayMetrics,shippingClick,value}')::bigint as one_day_shipping_click_count,
        (d.metrics #>> '{twoDayMetrics,shippingClick,value}')::bigint as two_day_shipping_click_count,
        (d.metrics #>> '{cartAddsWithPrice,unitsWithValue,units}')::bigint as cart_add_count,
        (d.metrics #>> '{cartAddsWithPrice,unitsWithValue,value,amount}')::numeric as cart_add_value,
        (d.metrics #>> '{sameDayMetrics,shippingCartAdd,value}')::bigint as same_day_shipping_cart_add_count,
        (d.metrics #>> '{oneDayMetrics,shippingCartAdd,value}')::bigint as one_day_shipping_cart_add_count,
        (d.metrics #>> '{twoDayMetrics,shippingCartAdd,value}')::bigint as two_day_shipping_cart_add_count,
        (d.metrics #>> '{purchasesWithPrice,unitsWithValue,units}')::bigint as purchase_count,
        (d.metrics #>> '{purchasesWithPrice,unitsWithValue,value,amount}')::numeric as purchase_value,
        (d.metrics #>> '{sameDayMetrics,shippingPurchase,value}')::bigint as same_day_shipping_purchase_count,
        (d.metrics #>> '{oneDayMetrics,shippingPurchase,value}')::bigint as one_day_shipping_purchase_count,
        (d.metrics #>> '{twoDayMetrics,shippingPurchase,value}')::bigint as two_day_shipping_purchase_count,
        coalesce(
            d.metrics #>> '{impressionsWithPrice,unitsWithValue,value,currencyCode}',
            d.metrics #>> '{clicksWithPrice,unitsWithValue,value,currencyCode}',
            d.metrics #>> '{cartAddsWithPrice,unitsWithValue,value,currencyCode}',
            d.metrics #>> '{purchasesWithPrice,unitsWithValue,value,currencyCode}'
        ) as currency
    from (
        select left(p_payload ->> 'startDate', 10)::date as start_date, left(p_payload ->> 'endDate', 10)::date as end_date
        offset 0
    ) as p
    cross join lateral (
        select
            g.key,
            upper(g.key ->> 'asin') as asin,
            q.line,
            nullif(btrim(q.line ->> 'queryKeyword'), '') as query_keyword,
            q.line -> 'priceAndCountMetrics' as metrics
        from (
            select m.part -> 'groupByKey' as key, m.part #> '{metrics,search,query}' as queries
            from jsonb_array_elements(
                case jsonb_typeof(p_payload -> 'metrics')
                    when 'array' then p_payload -> 'metrics'
                    when 'object' then jsonb_build_array(
                        case when p_payload -> 'metrics' ? 'groupByKey' then p_payload -> 'metrics' else p_payload end
                    )
                    else '[]'
                end
            ) as m (part)
            union all
            select null, '[]' where p_payload -> 'metrics' in ('[]', 'null')
            offset 0
        ) as g
        cross join lateral (
            select e.line from jsonb_array_elements(case jsonb_typeof(g.queries) when 'array' then g.queries else '[]' end) as e (line)
            union all
            select null where g.queries = '[]'
        ) as q
        offset 0
    ) as d;
$$;
comment on function staging_raw.from_seller_analytics(jsonb) is 'Standard rows of a line of Data Kiosk''s Seller Analytics, one a product and keyword.';
