-- Returns a page of the search queries of a brand in a range of days: newest period first, then most searched first; queries of unknown
-- volume come last. Goes from period to period until the page is full: the totals of one period cost as much as its reports are long.
-- Raises AM404 when the tenant does not have the brand, AM422 for a filter that api.query_filter refuses.
create or replace function api.brand_queries(
    p_tenant_id uuid,
    p_id uuid,
    p_period_type text default 'WEEK',
    p_from date default null,
    p_to date default null,
    p_filter text default null,
    p_lost_stage text default null,
    p_is_branded boolean default null,
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
declare
    v_filter jsonpath := api.query_filter(p_filter);
begin
    perform api.act_as(p_tenant_id);
    perform api.check_brand(p_id);
    return query
    with recursive periods as (
        select coalesce((p_after ->> 0)::date + 1, 'infinity') as start_date, 0 as found_count, null::mart.brand_queries[] as queries
        union all
        select d.start_date, p.found_count + coalesce(cardinality(f.queries), 0), f.queries
        from periods as p
        cross join lateral (
            select a.start_date from sqp.asin_performance_data as a
            where a.tenant_id = p_tenant_id and a.period_type = p_period_type and a.start_date < p.start_date
                and a.start_date >= coalesce(p_from, '-infinity') and a.end_date <= coalesce(p_to, 'infinity')
            order by a.start_date desc
            limit 1
        ) as d
        cross join lateral (
            select array_agg(n.query) as queries
            from (
                select q as query
                from mart.brand_queries as q
                where q.tenant_id = p_tenant_id and q.brand_id = p_id and q.period_type = p_period_type and q.start_date = d.start_date
                    and (v_filter is null or to_jsonb(q.search_query) @@ v_filter)
                    and (p_lost_stage is null or q.lost_stage = p_lost_stage)
                    and (p_is_branded is null or q.is_branded = p_is_branded)
                    and (p_marketplace is null or q.marketplace = p_marketplace)
                    and (
                        p_after is null
                        or q.start_date < (p_after ->> 0)::date
                        or ((p_after ->> 1)::bigint - coalesce(q.search_query_volume, -1), q.marketplace, q.search_query)
                            > (0, p_after ->> 2, p_after ->> 3)
                    )
                order by coalesce(q.search_query_volume, -1) desc, q.marketplace, q.search_query
                limit p_limit + 1
            ) as n
        ) as f
        where p.found_count <= p_limit
    ),
    page as (
        select q.*, row_number() over (order by q.start_date desc, q.volume desc, q.marketplace, q.search_query) as place
        from (
            select u.*, coalesce(u.search_query_volume, -1) as volume
            from periods as p
            cross join lateral unnest(p.queries) as u
        ) as q
        order by q.start_date desc, q.volume desc, q.marketplace, q.search_query
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then
            (array_agg(jsonb_build_array(r.start_date, r.volume, r.marketplace, r.search_query) order by r.place))[p_limit]::text
        end,
        '{}'
    from page as r
    cross join lateral (
        select
            r.search_query, r.marketplace, r.period_type, r.start_date as period_start, r.end_date as period_end,
            r.is_branded, r.product_count, r.reported_product_count, r.listed_product_count, r.best_score, r.search_query_volume,
            r.total_impressions, r.brand_impressions, r.brand_impressions_high, r.total_clicks, r.brand_clicks, r.brand_clicks_high,
            r.total_cart_adds, r.brand_cart_adds, r.brand_cart_adds_high, r.total_purchases, r.brand_purchases, r.brand_purchases_high,
            r.market_median_click_price, r.brand_avg_click_price, r.market_median_purchase_price, r.brand_avg_purchase_price,
            r.impression_share_pct, r.click_share_pct, r.cart_add_share_pct, r.purchase_share_pct,
            r.market_click_rate_pct, r.market_purchase_rate_pct,
            r.same_day_click_pct, r.one_day_click_pct, r.two_day_click_pct,
            r.same_day_cart_add_pct, r.one_day_cart_add_pct, r.two_day_cart_add_pct,
            r.same_day_purchase_pct, r.one_day_purchase_pct, r.two_day_purchase_pct,
            r.lost_stage
    ) as i;
end;
$$;
comment on function api.brand_queries(uuid, uuid, text, date, date, text, text, boolean, text, jsonb, integer)
    is 'A page of the search queries of a brand, filtered.';
grant execute on function api.brand_queries(uuid, uuid, text, date, date, text, text, boolean, text, jsonb, integer) to asinmart_api;
