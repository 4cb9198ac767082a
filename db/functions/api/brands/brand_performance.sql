-- Returns a page of the periods that a brand's products reported in a range of days, newest first, each share with its interval.
-- Raises AM404 when the tenant does not have the brand.
create or replace function api.brand_performance(
    p_tenant_id uuid,
    p_id uuid,
    p_period_type text default 'WEEK',
    p_from date default null,
    p_to date default null,
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
        select p.*, row_number() over (order by p.period_start desc, p.marketplace) as place
        from mart.brand_performance as p
        where p.tenant_id = p_tenant_id and p.brand_id = p_id and p.period_type = p_period_type
            and (p_from is null or p.period_start >= p_from)
            and (p_to is null or p.period_end <= p_to)
            and (p_marketplace is null or p.marketplace = p_marketplace)
            and (
                p_after is null
                or p.period_start < (p_after ->> 0)::date
                or p.period_start = (p_after ->> 0)::date and p.marketplace > p_after ->> 1
            )
        order by p.period_start desc, p.marketplace
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(jsonb_build_array(r.period_start, r.marketplace) order by r.place))[p_limit]::text end,
        '{}'
    from page as r
    cross join lateral (
        select
            r.brand_name, r.display_name, r.marketplace, r.period_type, r.period_start, r.period_end, r.query_count,
            r.product_count, r.reported_product_count,
            r.total_impressions, r.brand_impressions, r.brand_impressions_high, r.total_clicks, r.brand_clicks, r.brand_clicks_high,
            r.total_cart_adds, r.brand_cart_adds, r.brand_cart_adds_high, r.total_purchases, r.brand_purchases, r.brand_purchases_high,
            r.impression_share_pct, r.click_share_pct, r.cart_add_share_pct, r.purchase_share_pct,
            definitions.share_interval(r.brand_impressions, r.total_impressions, -1) as impression_share_low_pct,
            definitions.share_interval(r.brand_impressions, r.total_impressions, 1) as impression_share_high_pct,
            definitions.share_interval(r.brand_clicks, r.total_clicks, -1) as click_share_low_pct,
            definitions.share_interval(r.brand_clicks, r.total_clicks, 1) as click_share_high_pct,
            definitions.share_interval(r.brand_cart_adds, r.total_cart_adds, -1) as cart_add_share_low_pct,
            definitions.share_interval(r.brand_cart_adds, r.total_cart_adds, 1) as cart_add_share_high_pct,
            definitions.share_interval(r.brand_purchases, r.total_purchases, -1) as purchase_share_low_pct,
            definitions.share_interval(r.brand_purchases, r.total_purchases, 1) as purchase_share_high_pct
    ) as i;
end;
$$;
comment on function api.brand_performance(uuid, uuid, text, date, date, text, jsonb, integer)
    is 'A page of the reported periods of a brand: its counts and shares.';
grant execute on function api.brand_performance(uuid, uuid, text, date, date, text, jsonb, integer) to asinmart_api;
