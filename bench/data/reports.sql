-- Made-up Search Query Performance reports of any size. Each count follows from hashes of the query, the product and the week, so
-- any week can be computed alone and is the same on every machine. What all products get for a query depends on the query and the
-- week only, as at Amazon. Ten products in a row are a range whose reports list the same queries; brands have 100 products.
create schema bench;

create function bench.asin_at(p_number bigint)
returns text
language sql
immutable
as $$
    select 'B' || lpad(p_number::text, 9, '0');
$$;

create function bench.brand_at(p_number bigint)
returns text
language sql
immutable
as $$
    select 'Brand ' || p_number / 100;
$$;

-- The rows of the week reports from p_from to p_to, which are Sundays.
create function bench.report_rows(p_products integer, p_queries integer, p_from date, p_to date)
returns table (
    number bigint,
    start_date date,
    search_query text,
    score integer,
    volume bigint,
    impressions bigint,
    own_impressions bigint,
    clicks bigint,
    own_clicks bigint,
    cart_adds bigint,
    own_cart_adds bigint,
    purchases bigint,
    own_purchases bigint,
    price numeric,
    own_price numeric
)
language sql
immutable
as $$
    select
        n.number, n.start_date, (array['steel', 'glass', 'travel', 'kids', 'large'])[1 + n.query % 5] || ' mug ' || n.query || ' with lid',
        n.score, m.volume, c.impressions, o.own_impressions, c.clicks, o.own_clicks, d.cart_adds, b.own_cart_adds, e.purchases,
        least(b.own_cart_adds, b.own_cart_adds * (1 + (n.own >> 18 & 3)) / 4), n.price, n.price + (n.own >> 22 & 255) / 100.0 - 1
    from (
        select
            p.number, w.week::date as start_date, q.query, q.score,
            hashint8extended(q.query, w.week::date - date '2000-01-01') as market,
            hashint8extended(p.number * 100000 + q.query, w.week::date - date '2000-01-01') as own,
            round(9 + (hashint8extended(q.query, 1) & 4095) / 100.0, 2) as price
        from generate_series(p_from, p_to, interval '7 days') as w (week)
        cross join generate_series(0::bigint, p_products - 1) as p (number)
        cross join generate_series(1, p_queries) as s (score)
        cross join lateral (select (p.number / 10 * 61 + s.score) % 20000 as query, s.score) as q
    ) as n
    cross join lateral (select 200 + (n.market & 16383) as volume) as m
    cross join lateral (select m.volume * (20 + (n.market >> 14 & 15)) as impressions, m.volume * (10 + (n.market >> 18 & 31)) / 100 as clicks) as c
    cross join lateral (select c.clicks * (10 + (n.market >> 23 & 15)) / 100 as cart_adds) as d
    cross join lateral (select d.cart_adds * (20 + (n.market >> 27 & 31)) / 100 as purchases) as e
    cross join lateral (
        select c.impressions * (1 + (n.own & 63)) / 2000 as own_impressions, c.clicks * (n.own >> 6 & 63) / 1500 as own_clicks
    ) as o
    cross join lateral (select least(e.purchases, o.own_clicks * (n.own >> 12 & 63) / 200) as own_cart_adds) as b;
$$;

-- The week's reports as the Selling Partner API sends them, 18 products a document: so many fit into the 200 characters of a request.
create function bench.report_documents(p_products integer, p_queries integer, p_week date)
returns setof text
language sql
stable
as $$
    with lines as (
        select r.number / 18 as document, r.number, r.score, jsonb_build_object(
            'startDate', p_week,
            'endDate', p_week + 6,
            'asin', bench.asin_at(r.number),
            'searchQueryData', jsonb_build_object(
                'searchQuery', r.search_query, 'searchQueryScore', r.score, 'searchQueryVolume', r.volume
            ),
            'impressionData', jsonb_build_object(
                'totalQueryImpressionCount', r.impressions, 'asinImpressionCount', r.own_impressions,
                'asinImpressionShare', round(r.own_impressions::numeric / r.impressions, 4)
            ),
            'clickData', jsonb_build_object(
                'totalClickCount', r.clicks, 'totalClickRate', round(r.clicks::numeric / r.volume, 4), 'asinClickCount', r.own_clicks,
                'asinClickShare', round(r.own_clicks::numeric / r.clicks, 4), 'totalMedianClickPrice', p.total, 'asinMedianClickPrice', p.own,
                'totalSameDayShippingClickCount', r.clicks / 5, 'totalOneDayShippingClickCount', r.clicks / 3,
                'totalTwoDayShippingClickCount', r.clicks / 4
            ),
            'cartAddData', jsonb_build_object(
                'totalCartAddCount', r.cart_adds, 'totalCartAddRate', round(r.cart_adds::numeric / r.volume, 4),
                'asinCartAddCount', r.own_cart_adds, 'asinCartAddShare', round(r.own_cart_adds::numeric / nullif(r.cart_adds, 0), 4),
                'totalMedianCartAddPrice', p.total, 'asinMedianCartAddPrice', p.own, 'totalSameDayShippingCartAddCount', r.cart_adds / 5,
                'totalOneDayShippingCartAddCount', r.cart_adds / 3, 'totalTwoDayShippingCartAddCount', r.cart_adds / 4
            ),
            'purchaseData', jsonb_build_object(
                'totalPurchaseCount', r.purchases, 'totalPurchaseRate', round(r.purchases::numeric / r.volume, 4),
                'asinPurchaseCount', r.own_purchases, 'asinPurchaseShare', round(r.own_purchases::numeric / nullif(r.purchases, 0), 4),
                'totalMedianPurchasePrice', p.total, 'asinMedianPurchasePrice', p.own, 'totalSameDayShippingPurchaseCount', r.purchases / 5,
                'totalOneDayShippingPurchaseCount', r.purchases / 3, 'totalTwoDayShippingPurchaseCount', r.purchases / 4
            )
        ) as line
        from bench.report_rows(p_products, p_queries, p_week, p_week) as r
        cross join lateral (
            select
                jsonb_build_object('amount', r.price, 'currencyCode', 'USD') as total,
                jsonb_build_object('amount', r.own_price, 'currencyCode', 'USD') as own
        ) as p
    )
    select format(
        '{"reportSpecification": %s, "dataByAsin": [%s]}',
        json_build_object(
            'reportType', 'GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT',
            'reportOptions', json_build_object(
                'reportPeriod', 'WEEK', 'asin', string_agg(distinct bench.asin_at(l.number), ' ')
            ),
            'dataStartTime', p_week,
            'dataEndTime', p_week + 6,
            'marketplaceIds', json_build_array('ATVPDKIKX0DER')
        ),
        string_agg(l.line::text, ', ' order by l.number, l.score)
    )
    from lines as l
    group by l.document
    order by l.document;
$$;
