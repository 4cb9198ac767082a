-- Returns a page of the wanted periods of a brand's products in a range of days, newest first: whether the report is there, and else why
-- not. Raises AM404 when the tenant does not have the brand.
create or replace function api.brand_coverage(
    p_tenant_id uuid,
    p_id uuid,
    p_period_type text default 'WEEK',
    p_from date default null,
    p_to date default null,
    p_state text default null,
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
        select c.*, row_number() over (order by c.period_start desc, c.asin, c.marketplace) as place
        from mart.brand_coverage as c
        where c.tenant_id = p_tenant_id and c.brand_id = p_id and c.period_type = p_period_type
            and (p_from is null or c.period_start >= p_from)
            and (p_to is null or c.period_end <= p_to)
            and (p_state is null or c.state = p_state)
            and (p_asin is null or c.asin = p_asin)
            and (p_marketplace is null or c.marketplace = p_marketplace)
            and (
                p_after is null
                or c.period_start < (p_after ->> 0)::date
                or c.period_start = (p_after ->> 0)::date and (c.asin, c.marketplace) > (p_after ->> 1, p_after ->> 2)
            )
        order by c.period_start desc, c.asin, c.marketplace
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
            r.asin, r.marketplace, r.period_type, r.period_start, r.period_end, r.state, r.reason,
            r.requested_at, r.reported_at, r.attempts, r.next_attempt_at
    ) as i;
end;
$$;
comment on function api.brand_coverage(uuid, uuid, text, date, date, text, text, text, jsonb, integer)
    is 'A page of the wanted periods of a brand''s products, filtered.';
grant execute on function api.brand_coverage(uuid, uuid, text, date, date, text, text, text, jsonb, integer) to asinmart_api;
