-- Raises AM404 when the tenant does not have the rule.
create or replace function api.alert_rule(
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
    select json_build_object('data', api.alert_rule_item(k))::text into v_body from core.alert_rules as k where k.id = p_id;
    if not found then
        raise exception 'there is no alert rule %', p_id using errcode = 'AM404', hint = 'List the alert rules to see their ids.';
    end if;
    return v_body;
end;
$$;
comment on function api.alert_rule(uuid, bigint) is 'One alert rule of a tenant.';
grant execute on function api.alert_rule(uuid, bigint) to asinmart_api;
