-- Segments of a brand's products: shares, rates and prices from counts, never from shares; their Wilson intervals; their change
-- against the week or month before. A share whose total is 0 is null. No SET clause: it must inline.
create or replace function definitions.brand_product_segments(p_from date, p_to date)
returns table (
    tenant_id uuid,
    brand_id uuid,
    asin text,
    marketplace text,
    segment_type text,
    period_start date,
    period_end date,
    total_impressions bigint,
    asin_impressions bigint,
    total_clicks bigint,
    asin_clicks bigint,
    total_cart_adds bigint,
    asin_cart_adds bigint,
    total_purchases bigint,
    asin_purchases bigint,
    impression_share_pct numeric,
    click_share_pct numeric,
    cart_add_share_pct numeric,
    purchase_share_pct numeric,
    ctr_pct numeric,
    cvr_pct numeric,
    avg_purchase_price numeric,
    data_points_count integer,
    earliest_date date,
    latest_date date,
    query_count integer,
    is_complete boolean,
    is_estimated boolean,
    impression_share_low_pct numeric,
    impression_share_high_pct numeric,
    click_share_low_pct numeric,
    click_share_high_pct numeric,
    cart_add_share_low_pct numeric,
    cart_add_share_high_pct numeric,
    purchase_share_low_pct numeric,
    purchase_share_high_pct numeric,
    previous_period_start date,
    impression_share_change numeric,
    click_share_change numeric,
    cart_add_share_change numeric,
    purchase_share_change numeric,
    impression_share_trend text,
    click_share_trend text,
    cart_add_share_trend text,
    purchase_share_trend text
)
language sql
stable
as $$
    select
        s.tenant_id,
        b.brand_id,
        s.asin,
        s.marketplace,
        s.segment_type,
        s.period_start,
        s.period_end,
        s.total_impressions,
        s.asin_impressions,
        s.total_clicks,
        s.asin_clicks,
        s.total_cart_adds,
        s.asin_cart_adds,
        s.total_purchases,
        s.asin_purchases,
        round(100.0 * s.asin_impressions / nullif(s.total_impressions, 0), 2),
        round(100.0 * s.asin_clicks / nullif(s.total_clicks, 0), 2),
        round(100.0 * s.asin_cart_adds / nullif(s.total_cart_adds, 0), 2),
        round(100.0 * s.asin_purchases / nullif(s.total_purchases, 0), 2),
        round(100.0 * s.asin_clicks / nullif(s.asin_impressions, 0), 2),
        round(100.0 * s.asin_purchases / nullif(s.asin_clicks, 0), 2),
        round(s.purchase_value / nullif(s.priced_purchases, 0), 2),
        s.data_points_count,
        s.earliest_date,
        s.latest_date,
        s.query_count,
        -- A month has the weeks whose Sunday is in it.
        not s.is_estimated or s.reported_count = (s.period_end - (extract(dow from s.period_end)::integer) - s.period_start) / 7 + 1,
        s.is_estimated,
        definitions.share_interval(s.asin_impressions, s.total_impressions, -1),
        definitions.share_interval(s.asin_impressions, s.total_impressions, 1),
        definitions.share_interval(s.asin_clicks, s.total_clicks, -1),
        definitions.share_interval(s.asin_clicks, s.total_clicks, 1),
        definitions.share_interval(s.asin_cart_adds, s.total_cart_adds, -1),
        definitions.share_interval(s.asin_cart_adds, s.total_cart_adds, 1),
        definitions.share_interval(s.asin_purchases, s.total_purchases, -1),
        definitions.share_interval(s.asin_purchases, s.total_purchases, 1),
        p.period_start,
        round(100.0 * s.asin_impressions / nullif(s.total_impressions, 0), 2)
            - round(100.0 * p.asin_impressions / nullif(p.total_impressions, 0), 2),
        round(100.0 * s.asin_clicks / nullif(s.total_clicks, 0), 2)
            - round(100.0 * p.asin_clicks / nullif(p.total_clicks, 0), 2),
        round(100.0 * s.asin_cart_adds / nullif(s.total_cart_adds, 0), 2)
            - round(100.0 * p.asin_cart_adds / nullif(p.total_cart_adds, 0), 2),
        round(100.0 * s.asin_purchases / nullif(s.total_purchases, 0), 2)
            - round(100.0 * p.asin_purchases / nullif(p.total_purchases, 0), 2),
        definitions.share_trend(s.asin_impressions, s.total_impressions, p.asin_impressions, p.total_impressions),
        definitions.share_trend(s.asin_clicks, s.total_clicks, p.asin_clicks, p.total_clicks),
        definitions.share_trend(s.asin_cart_adds, s.total_cart_adds, p.asin_cart_adds, p.total_cart_adds),
        definitions.share_trend(s.asin_purchases, s.total_purchases, p.asin_purchases, p.total_purchases)
    from definitions.search_segments(p_from, p_to) as s
    inner join core.asin_brand_mapping as b
        on b.tenant_id = s.tenant_id and b.asin = s.asin and b.marketplace = s.marketplace and b.is_active
    inner join core.brands as n on n.id = b.brand_id and n.tenant_id = b.tenant_id and n.is_active
    left join lateral (
        select f.*
        from definitions.search_segments(
            case s.segment_type when 'weekly' then s.period_start - 7 else (s.period_start - interval '1 month')::date end,
            case s.segment_type when 'weekly' then s.period_start - 7 else (s.period_start - interval '1 month')::date end
        ) as f
        where f.tenant_id = s.tenant_id and f.asin = s.asin and f.marketplace = s.marketplace and f.segment_type = s.segment_type
    ) as p on true
$$;
comment on function definitions.brand_product_segments(date, date) is 'Weekly and monthly segments of brands'' products that begin in a date range.';
