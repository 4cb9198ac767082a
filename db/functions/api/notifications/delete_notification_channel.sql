-- Also deletes its pending messages. Raises AM404 when the tenant does not have the channel.
create or replace function api.delete_notification_channel(
    p_tenant_id uuid,
    p_id bigint
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    delete from app.notification_channels as c where c.id = p_id;
    if not found then
        raise exception 'there is no notification channel %', p_id
            using errcode = 'AM404', hint = 'List the notification channels to see their ids.';
    end if;
end;
$$;
comment on function api.delete_notification_channel(uuid, bigint) is 'Deletes a notification channel of a tenant.';
grant execute on function api.delete_notification_channel(uuid, bigint) to asinmart_api;
