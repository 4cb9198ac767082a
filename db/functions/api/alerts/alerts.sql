-- Returns a page of the tenant's alerts, newest first. The range of days is of the days that alerts are about.
create or replace function api.alerts(
    p_tenant_id uuid,
    p_is_unread boolean default null,
    p_kind text default null,
    p_severity text default null,
    p_asin text default null,
    p_marketplace text default null,
    p_rule_id bigint default null,
    p_since date default null,
    p_until date default null,
    p_is_corrected boolean default null,
    p_is_resolved boolean default null,
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
        coalesce(json_agg(api.alert_item(r.alert) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg((r.alert).id order by r.place))[p_limit])::text end,
        '{}'
    from (
        select a as alert, row_number() over (order by a.id desc) as place
        from core.alerts as a
        where a.id < coalesce((p_after ->> 0)::bigint, 9223372036854775807)
            and (p_is_unread is null or a.is_read <> p_is_unread)
            and (p_kind is null or a.kind = p_kind)
            and (p_severity is null or a.severity = p_severity)
            and (p_asin is null or a.asin = p_asin)
            and (p_marketplace is null or a.marketplace = p_marketplace)
            and (p_rule_id is null or a.rule_id = p_rule_id)
            and (p_since is null or a.date >= p_since)
            and (p_until is null or a.date <= p_until)
            and (p_is_corrected is null or (a.corrected_at is not null) = p_is_corrected)
            and (p_is_resolved is null or a.is_resolved = p_is_resolved)
        order by a.id desc
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.alerts(uuid, boolean, text, text, text, text, bigint, date, date, boolean, boolean, jsonb, integer)
    is 'A page of a tenant''s alerts, filtered.';
grant execute on function api.alerts(uuid, boolean, text, text, text, text, bigint, date, date, boolean, boolean, jsonb, integer)
    to asinmart_api;
