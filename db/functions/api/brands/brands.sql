-- Returns a page of the tenant's brands, by name.
create or replace function api.brands(
    p_tenant_id uuid,
    p_is_active boolean default null,
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
    return query
    select
        coalesce(json_agg(api.brand_item(r.brand) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg(r.name order by r.place))[p_limit])::text end,
        '{}'
    from (
        select b as brand, lower(b.brand_name) as name, row_number() over (order by lower(b.brand_name)) as place
        from core.brands as b
        where b.tenant_id = p_tenant_id
            and (p_after is null or lower(b.brand_name) > p_after ->> 0)
            and (p_is_active is null or b.is_active = p_is_active)
        order by lower(b.brand_name)
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.brands(uuid, boolean, jsonb, integer) is 'A page of a tenant''s brands.';
grant execute on function api.brands(uuid, boolean, jsonb, integer) to asinmart_api;
