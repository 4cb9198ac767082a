-- Its alerts stay as a record. Raises AM404 when the tenant does not have the rule.
create or replace function api.delete_alert_rule(
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
    delete from core.alert_rules as k where k.id = p_id;
    if not found then
        raise exception 'there is no alert rule %', p_id using errcode = 'AM404', hint = 'List the alert rules to see their ids.';
    end if;
end;
$$;
comment on function api.delete_alert_rule(uuid, bigint) is 'Deletes an alert rule of a tenant.';
grant execute on function api.delete_alert_rule(uuid, bigint) to asinmart_api;
