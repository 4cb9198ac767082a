-- Returns a page of the days on which a product was fetched in vain, newest first: each fetch was redirected, blocked, led to a delisted
-- page or to one that could not be read, so nothing about the product is known. The page starts after p_after, the key of the last row of
-- the page before: [day].
-- Raises AM404 for a product that was never observed.
create or replace function api.product_failed_days(
    p_asin text,
    p_marketplace text default 'US',
    p_from date default null,
    p_to date default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
stable
security definer  -- asinmart_api may not read observations, which hold more than this
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the given days
as $$
begin
    perform api.check_product(p_asin, p_marketplace);
    return query
    with page as (
        select
            s.date, (array_agg(s.status order by s.scraped_at desc))[1] as status, count(*)::integer as fetch_count,
            max(s.scraped_at) as last_fetched_at
        from core.product_snapshots as s
        where s.asin = p_asin
            and s.marketplace = p_marketplace
            -- Days of the marketplace, instants of the partitions: a day more at either end.
            and s.scraped_at >= coalesce((p_from - 1)::timestamp at time zone 'UTC', '-infinity')
            and s.scraped_at < coalesce((p_to + 2)::timestamp at time zone 'UTC', 'infinity')
            and (p_from is null or s.date >= p_from)
            and (p_to is null or s.date <= p_to)
            and (p_after is null or s.date < (p_after ->> 0)::date)
            and not exists (
                select from core.product_metrics_daily as d
                where d.asin = s.asin and d.marketplace = s.marketplace and d.date = s.date
            )
        group by s.date
        order by s.date desc
        limit p_limit + 1
    ),
    placed as (
        select p.*, row_number() over (order by p.date desc) as place from page as p
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(jsonb_build_array(r.date) order by r.place))[p_limit]::text end,
        '{}'
    from placed as r
    cross join lateral (select r.date, r.status, r.fetch_count, r.last_fetched_at) as i;
end;
$$;
comment on function api.product_failed_days(text, text, date, date, jsonb, integer) is 'A page of the days on which a product was fetched in vain, newest first.';
grant execute on function api.product_failed_days(text, text, date, date, jsonb, integer) to asinmart_api;
