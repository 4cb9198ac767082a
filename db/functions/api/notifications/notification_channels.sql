create or replace function api.notification_channels(
    p_tenant_id uuid,
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
        coalesce(json_agg(r.item order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg(r.id order by r.place))[p_limit])::text end,
        '{}'
    from (
        select
            c.id,
            api.notification_channel_item(
                c.id, c.name, c.channel_type, c.target, c.is_active, c.disabled_at, c.disabled_reason, c.created_at
            ) as item,
            row_number() over (order by c.id) as place
        from app.notification_channels as c
        where c.id > coalesce((p_after ->> 0)::bigint, 0)
        order by c.id
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.notification_channels(uuid, jsonb, integer) is 'A page of a tenant''s notification channels, oldest first.';
grant execute on function api.notification_channels(uuid, jsonb, integer) to asinmart_api;
