-- Returns a page of the segments of a brand's products that lie in a range of days, newest first. Raises AM404 when the tenant does
-- not have the brand.
create or replace function api.brand_segments(
    p_tenant_id uuid,
    p_id uuid,
    p_segment_type text default 'weekly',
    p_from date default null,
    p_to date default null,
    p_asin text default null,
    p_marketplace text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the given filters
as $$
begin
    perform api.act_as(p_tenant_id);
    perform api.check_brand(p_id);
    return query
    with page as (
        select s.*, row_number() over (order by s.period_start desc, s.asin, s.marketplace) as place
        from sqp.brand_product_segments as s
        where s.tenant_id = p_tenant_id and s.brand_id = p_id and s.segment_type = p_segment_type
            and (p_from is null or s.period_start >= p_from)
            and (p_to is null or s.period_end <= p_to)
            and (p_asin is null or s.asin = p_asin)
            and (p_marketplace is null or s.marketplace = p_marketplace)
            and (
                p_after is null
                or s.period_start <= (p_after ->> 0)::date
                and (s.period_start < (p_after ->> 0)::date or (s.asin, s.marketplace) > (p_after ->> 1, p_after ->> 2))
            )
        order by s.period_start desc, s.asin, s.marketplace
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then
            (array_agg(jsonb_build_array(r.period_start, r.asin, r.marketplace) order by r.place))[p_limit]::text
        end,
        '{}'
    from page as r
    cross join lateral (
        select
            r.asin, r.marketplace, r.segment_type, r.period_start, r.period_end,
            r.total_impressions, r.asin_impressions, r.total_clicks, r.asin_clicks,
            r.total_cart_adds, r.asin_cart_adds, r.total_purchases, r.asin_purchases,
            r.impression_share_pct, r.click_share_pct, r.cart_add_share_pct, r.purchase_share_pct,
            r.ctr_pct, r.cvr_pct, r.avg_purchase_price,
            r.data_points_count, r.earliest_date, r.latest_date, r.query_count, r.is_complete, r.is_estimated,
            r.impression_share_low_pct, r.impression_share_high_pct, r.click_share_low_pct, r.click_share_high_pct,
            r.cart_add_share_low_pct, r.cart_add_share_high_pct, r.purchase_share_low_pct, r.purchase_share_high_pct,
            r.previous_period_start,
            r.impression_share_change, r.click_share_change, r.cart_add_share_change, r.purchase_share_change,
            r.impression_share_trend, r.click_share_trend, r.cart_add_share_trend, r.purchase_share_trend,
            r.last_refreshed
    ) as i;
end;
$$;
comment on function api.brand_segments(uuid, uuid, text, date, date, text, text, jsonb, integer)
    is 'A page of the segments of a brand''s products, filtered.';
grant execute on function api.brand_segments(uuid, uuid, text, date, date, text, text, jsonb, integer) to asinmart_api;
