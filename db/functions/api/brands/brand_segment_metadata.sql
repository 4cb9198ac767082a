-- Returns a page of the brand's products that have segments in a range of days, most impressions first. Raises AM404 when the tenant
-- does not have the brand.
create or replace function api.brand_segment_metadata(
    p_tenant_id uuid,
    p_id uuid,
    p_from date default null,
    p_to date default null,
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
        select m.*, row_number() over (order by m.total_segment_impressions desc, m.asin) as place
        from mart.get_product_segment_metadata(p_id, coalesce(p_from, '-infinity'), coalesce(p_to, 'infinity')) as m
        where p_after is null
            or m.total_segment_impressions < (p_after ->> 0)::bigint
            or m.total_segment_impressions = (p_after ->> 0)::bigint and m.asin > p_after ->> 1
        order by m.total_segment_impressions desc, m.asin
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then
            (array_agg(jsonb_build_array(r.total_segment_impressions, r.asin) order by r.place))[p_limit]::text
        end,
        '{}'
    from page as r
    cross join lateral (
        select
            r.asin, r.has_weekly_segments, r.has_monthly_segments, r.weekly_count, r.monthly_count,
            r.earliest_segment_date, r.latest_segment_date, r.total_segment_impressions
    ) as i;
end;
$$;
comment on function api.brand_segment_metadata(uuid, uuid, date, date, jsonb, integer)
    is 'A page of the brand''s products that have segments in a range of days.';
grant execute on function api.brand_segment_metadata(uuid, uuid, date, date, jsonb, integer) to asinmart_api;
