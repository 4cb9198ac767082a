-- Returns a page of the search queries that the reports of a brand's products list: newest period first, then most searched first;
-- queries of unknown volume come last. Goes from period to period like api.brand_queries.
-- Raises AM404 when the tenant does not have the brand, AM422 for a filter that api.query_filter refuses.
create or replace function api.brand_query_products(
    p_tenant_id uuid,
    p_id uuid,
    p_period_type text default 'WEEK',
    p_from date default null,
    p_to date default null,
    p_filter text default null,
    p_search_query text default null,
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
declare
    v_filter jsonpath := api.query_filter(p_filter);
begin
    perform api.act_as(p_tenant_id);
    perform api.check_brand(p_id);
    return query
    with recursive periods as (
        select coalesce((p_after ->> 0)::date + 1, 'infinity') as start_date, 0 as found_count, null::mart.brand_query_products[] as queries
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
                from mart.brand_query_products as q
                where q.tenant_id = p_tenant_id and q.brand_id = p_id and q.period_type = p_period_type and q.start_date = d.start_date
                    and (v_filter is null or to_jsonb(q.search_query) @@ v_filter)
                    and (p_search_query is null or q.search_query = p_search_query)
                    and (p_asin is null or q.asin = p_asin)
                    and (p_marketplace is null or q.marketplace = p_marketplace)
                    and (
                        p_after is null
                        or q.start_date < (p_after ->> 0)::date
                        or ((p_after ->> 1)::bigint - coalesce(q.search_query_volume, -1), q.marketplace, q.search_query, q.asin)
                            > (0, p_after ->> 2, p_after ->> 3, p_after ->> 4)
                    )
                order by coalesce(q.search_query_volume, -1) desc, q.marketplace, q.search_query, q.asin
                limit p_limit + 1
            ) as n
        ) as f
        where p.found_count <= p_limit
    ),
    page as (
        select q.*, row_number() over (order by q.start_date desc, q.volume desc, q.marketplace, q.search_query, q.asin) as place
        from (
            select u.*, coalesce(u.search_query_volume, -1) as volume
            from periods as p
            cross join lateral unnest(p.queries) as u
        ) as q
        order by q.start_date desc, q.volume desc, q.marketplace, q.search_query, q.asin
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then
            (array_agg(jsonb_build_array(r.start_date, r.volume, r.marketplace, r.search_query, r.asin) order by r.place))[p_limit]::text
        end,
        '{}'
    from page as r
    cross join lateral (
        select
            r.search_query, r.asin, r.marketplace, r.period_type, r.start_date as period_start, r.end_date as period_end,
            r.search_query_score, r.search_query_volume,
            r.total_impressions, r.asin_impressions, r.total_clicks, r.asin_clicks,
            r.total_cart_adds, r.asin_cart_adds, r.total_purchases, r.asin_purchases,
            r.impression_share_pct, r.click_share_pct, r.cart_add_share_pct, r.purchase_share_pct,
            r.market_median_click_price, r.asin_median_click_price, r.market_median_purchase_price, r.asin_median_purchase_price,
            r.unlisted_impressions_high, r.known_from_at
    ) as i;
end;
$$;
comment on function api.brand_query_products(uuid, uuid, text, date, date, text, text, text, text, jsonb, integer)
    is 'A page of the search queries of a brand''s products, filtered.';
grant execute on function api.brand_query_products(uuid, uuid, text, date, date, text, text, text, text, jsonb, integer) to asinmart_api;
