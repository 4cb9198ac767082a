-- Returns the signing secret of a webhook, which cannot be read again: 244 random bits, from two UUIDs. Raises AM409
-- when the name is taken, AM422 when the channel is invalid.
create or replace function api.create_notification_channel(
    p_tenant_id uuid,
    p_body jsonb
)
returns table (body text, id bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_secret text := case when p_body ->> 'channel_type' = 'webhook' then
        'whsec_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64')
    end;
    v_state text;
    v_message text;
    v_constraint text;
    v_column text;
begin
    perform api.act_as(p_tenant_id);
    return query
    insert into app.notification_channels as c (tenant_id, name, channel_type, target, secret, is_active)
    values (
        p_tenant_id, p_body ->> 'name', p_body ->> 'channel_type', p_body ->> 'target', v_secret,
        coalesce((p_body ->> 'is_active')::boolean, true)
    )
    returning
        json_build_object('data', api.notification_channel_item(
            c.id, c.name, c.channel_type, c.target, c.is_active, c.disabled_at, c.disabled_reason, c.created_at
        ), 'secret', v_secret)::text,
        c.id;
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('a notification channel', v_state, v_message, v_constraint, v_column);
end;
$$;
comment on function api.create_notification_channel(uuid, jsonb) is 'Creates a notification channel of a tenant; returns the secret of a webhook, which cannot be read again.';
grant execute on function api.create_notification_channel(uuid, jsonb) to asinmart_api;
