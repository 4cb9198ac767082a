-- Raises AM404 when the tenant does not have the alert.
create or replace function api.alert(
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
    select json_build_object('data', api.alert_item(a))::text into v_body from core.alerts as a where a.id = p_id;
    if not found then
        raise exception 'there is no alert %', p_id using errcode = 'AM404', hint = 'List the alerts to see their ids.';
    end if;
    return v_body;
end;
$$;
comment on function api.alert(uuid, bigint) is 'One alert of a tenant.';
grant execute on function api.alert(uuid, bigint) to asinmart_api;
