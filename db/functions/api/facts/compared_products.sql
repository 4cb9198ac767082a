-- Returns a page of the tenant's main products, each beside its cheapest competitor on its newest day: those first whose gap to it grew
-- most since the day before. The page starts after p_after, the key of the last row of the page before: [change, gap, asin, marketplace].
-- Row-level security limits the pairs to those of the tenant.
create or replace function api.compared_products(
    p_tenant_id uuid,
    p_marketplace text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the tenant's number of pairs
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    with mains as (
        select p.asin_main, p.marketplace, count(*)::integer as competitor_count
        from core.competitor_pairs as p
        where p_marketplace is null or p.marketplace = p_marketplace
        group by p.asin_main, p.marketplace
    ),
    compared as (
        select
            m.asin_main as asin, m.marketplace, m.competitor_count, l.date as latest_date, l.price, g.cheapest_asin,
            l.price - g.price_diff as cheapest_price, g.price_diff_pct, g.previous_price_diff_pct,
            g.price_diff_pct - g.previous_price_diff_pct as price_diff_change
        from mains as m
        inner join mart.product_latest as l on l.asin = m.asin_main and l.marketplace = m.marketplace
        cross join lateral (
            select
                (array_agg(d.asin_comp order by d.price_diff_pct desc, d.asin_comp) filter (where d.date = l.date))[1] as cheapest_asin,
                (array_agg(d.price_diff order by d.price_diff_pct desc, d.asin_comp) filter (where d.date = l.date))[1] as price_diff,
                max(d.price_diff_pct) filter (where d.date = l.date) as price_diff_pct,
                max(d.price_diff_pct) filter (where d.date = l.date - 1) as previous_price_diff_pct
            from core.competitor_pairs as p
            inner join mart.competitor_comparison_daily as d
                on d.asin_main = p.asin_main and d.asin_comp = p.asin_comp and d.marketplace = p.marketplace
                and d.date between l.date - 1 and l.date and d.price_diff_pct is not null
            where p.asin_main = m.asin_main and p.marketplace = m.marketplace
        ) as g
    ),
    page as (
        select
            c.*,
            row_number() over (
                order by c.price_diff_change desc nulls last, c.price_diff_pct desc nulls last, c.asin, c.marketplace
            ) as place
        from compared as c
        where p_after is null
            or (
                coalesce(-c.price_diff_change, 'infinity'), coalesce(-c.price_diff_pct, 'infinity'), c.asin, c.marketplace
            ) > (
                coalesce(-(p_after ->> 0)::numeric, 'infinity'), coalesce(-(p_after ->> 1)::numeric, 'infinity'),
                p_after ->> 2, p_after ->> 3
            )
        order by c.price_diff_change desc nulls last, c.price_diff_pct desc nulls last, c.asin, c.marketplace
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then
            (array_agg(jsonb_build_array(r.price_diff_change, r.price_diff_pct, r.asin, r.marketplace) order by r.place))[p_limit]::text
        end,
        '{}'
    from page as r
    inner join core.marketplaces as k on k.marketplace = r.marketplace
    left join core.products as p on p.asin = r.asin and p.marketplace = r.marketplace
    left join core.products as q on q.asin = r.cheapest_asin and q.marketplace = r.marketplace
    cross join lateral (
        select
            r.asin, r.marketplace, k.currency_code, p.title, p.brand, r.competitor_count, r.latest_date, r.price, r.cheapest_asin,
            q.title as cheapest_title, r.cheapest_price, r.price_diff_pct, r.previous_price_diff_pct, r.price_diff_change
    ) as i;
end;
$$;
comment on function api.compared_products(uuid, text, jsonb, integer) is 'A page of the tenant''s main products, each beside its cheapest competitor.';
grant execute on function api.compared_products(uuid, text, jsonb, integer) to asinmart_api;
