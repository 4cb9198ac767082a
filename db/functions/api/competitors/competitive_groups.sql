create or replace function api.competitive_groups(
    p_tenant_id uuid,
    p_marketplace text default null,
    p_asin_main text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    select
        coalesce(json_agg(api.competitive_group_item(r.member_group) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg((r.member_group).id order by r.place))[p_limit])::text end,
        '{}'
    from (
        select g as member_group, row_number() over (order by g.id) as place
        from core.competitive_groups as g
        where g.id > coalesce((p_after ->> 0)::bigint, 0)
            and (p_marketplace is null or g.marketplace = p_marketplace)
            and (p_asin_main is null or g.asin_main = p_asin_main)
        order by g.id
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.competitive_groups(uuid, text, text, jsonb, integer) is 'A page of a tenant''s competitive groups with their members, oldest first.';
grant execute on function api.competitive_groups(uuid, text, text, jsonb, integer) to asinmart_api;
