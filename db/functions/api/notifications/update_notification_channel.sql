-- Changes only the fields in the body; switching a channel on clears the reason why it was off. Raises AM404 when the
-- tenant does not have the channel, AM412 when p_if_match does not contain its ETag, AM409 when the name is taken,
-- AM422 when the channel is invalid.
create or replace function api.update_notification_channel(
    p_tenant_id uuid,
    p_id bigint,
    p_body jsonb,
    p_if_match text[] default null
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text := api.notification_channel(p_tenant_id, p_id);
    v_state text;
    v_message text;
    v_constraint text;
    v_column text;
begin
    perform from app.notification_channels as c where c.id = p_id for update;
    perform api.check_match('the notification channel', api.notification_channel(p_tenant_id, p_id), p_if_match);
    update app.notification_channels as c
    set name = case when p_body ? 'name' then p_body ->> 'name' else c.name end,
        target = case when p_body ? 'target' then p_body ->> 'target' else c.target end,
        is_active = case when p_body ? 'is_active' then (p_body ->> 'is_active')::boolean else c.is_active end,
        disabled_at = case when (p_body ->> 'is_active')::boolean then null else c.disabled_at end,
        disabled_reason = case when (p_body ->> 'is_active')::boolean then null else c.disabled_reason end
    where c.id = p_id
    returning json_build_object('data', api.notification_channel_item(
        c.id, c.name, c.channel_type, c.target, c.is_active, c.disabled_at, c.disabled_reason, c.created_at
    ))::text into v_body;
    return v_body;
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('a notification channel', v_state, v_message, v_constraint, v_column);
        return null;  -- not reached
end;
$$;
comment on function api.update_notification_channel(uuid, bigint, jsonb, text[]) is 'Changes fields of a notification channel of a tenant.';
grant execute on function api.update_notification_channel(uuid, bigint, jsonb, text[]) to asinmart_api;
