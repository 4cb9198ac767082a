-- Returns a page of the tenant's messages, sent or pending, newest first.
create or replace function api.notifications(
    p_tenant_id uuid,
    p_status text default null,
    p_channel_id bigint default null,
    p_alert_id bigint default null,
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
        case when count(*) > p_limit then (array_agg(r.key order by r.place))[p_limit]::text end,
        '{}'
    from (
        select
            json_build_object(
                'id', n.id, 'channel_id', n.channel_id, 'kind', n.kind, 'alert_id', n.alert_id, 'alert_date', n.alert_date,
                'alert_count', n.alert_count, 'status', n.status, 'attempts', n.attempts, 'due_at', n.due_at, 'sent_at', n.sent_at,
                'response_status', n.response_status, 'error', n.error, 'created_at', n.created_at
            ) as item,
            jsonb_build_array(n.created_at, n.id) as key,
            row_number() over (order by n.created_at desc, n.id desc) as place
        from core.notifications as n
        where (n.created_at, n.id) < (
                coalesce((p_after ->> 0)::timestamptz, 'infinity'),
                coalesce((p_after ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            )
            and (p_status is null or n.status = p_status)
            and (p_channel_id is null or n.channel_id = p_channel_id)
            and (p_alert_id is null or n.alert_id = p_alert_id)
        order by n.created_at desc, n.id desc
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.notifications(uuid, text, bigint, bigint, jsonb, integer) is 'A page of the messages to a tenant''s channels.';
grant execute on function api.notifications(uuid, text, bigint, bigint, jsonb, integer) to asinmart_api;
