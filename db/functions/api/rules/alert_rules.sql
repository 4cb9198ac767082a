create or replace function api.alert_rules(
    p_tenant_id uuid,
    p_rule_type text default null,
    p_is_active boolean default null,
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
        coalesce(json_agg(api.alert_rule_item(r.rule) order by (r.rule).id) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg((r.rule).id order by r.place))[p_limit])::text end,
        '{}'
    from (
        select k as rule, row_number() over (order by k.id) as place
        from core.alert_rules as k
        where k.id > coalesce((p_after ->> 0)::bigint, 0)
            and (p_rule_type is null or k.rule_type = p_rule_type)
            and (p_is_active is null or k.is_active = p_is_active)
        order by k.id
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.alert_rules(uuid, text, boolean, jsonb, integer) is 'A page of a tenant''s alert rules, oldest first.';
grant execute on function api.alert_rules(uuid, text, boolean, jsonb, integer) to asinmart_api;
