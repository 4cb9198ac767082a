-- Raises AM404 when the tenant does not have the channel.
create or replace function api.notification_channel(
    p_tenant_id uuid,
    p_id bigint
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    select json_build_object('data', api.notification_channel_item(
        c.id, c.name, c.channel_type, c.target, c.is_active, c.disabled_at, c.disabled_reason, c.created_at
    ))::text into v_body
    from app.notification_channels as c
    where c.id = p_id;
    if not found then
        raise exception 'there is no notification channel %', p_id
            using errcode = 'AM404', hint = 'List the notification channels to see their ids.';
    end if;
    return v_body;
end;
$$;
comment on function api.notification_channel(uuid, bigint) is 'One notification channel of a tenant.';
grant execute on function api.notification_channel(uuid, bigint) to asinmart_api;
