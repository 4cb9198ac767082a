-- Changes only the fields in the body. Raises AM404 when the tenant does not have the rule, AM412 when p_if_match does
-- not contain its ETag, AM409 when the name is taken, AM422 when the rule is invalid.
create or replace function api.update_alert_rule(
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
    v_rule core.alert_rules;
    v_state text;
    v_message text;
    v_constraint text;
    v_column text;
begin
    perform api.act_as(p_tenant_id);
    select k.* into v_rule from core.alert_rules as k where k.id = p_id for update;
    if not found then
        raise exception 'there is no alert rule %', p_id using errcode = 'AM404', hint = 'List the alert rules to see their ids.';
    end if;
    perform api.check_match('the alert rule', json_build_object('data', api.alert_rule_item(v_rule))::text, p_if_match);
    v_rule := jsonb_populate_record(v_rule, p_body);
    update core.alert_rules as k
    set
        name = v_rule.name, rule_type = v_rule.rule_type, metric = v_rule.metric, scope_type = v_rule.scope_type,
        scope_marketplace = v_rule.scope_marketplace, scope_asin = v_rule.scope_asin,
        scope_group_id = v_rule.scope_group_id, scope_category = v_rule.scope_category,
        scope_brand = v_rule.scope_brand, direction = v_rule.direction, threshold_pct = v_rule.threshold_pct,
        min_change = v_rule.min_change, compare_with = v_rule.compare_with, window_days = v_rule.window_days,
        min_observed_days = v_rule.min_observed_days, list_places = v_rule.list_places, rearm = v_rule.rearm,
        cooldown = v_rule.cooldown, confirm_count = v_rule.confirm_count, confirm_window = v_rule.confirm_window,
        max_per_day = v_rule.max_per_day, snooze_ends_at = v_rule.snooze_ends_at, severity = v_rule.severity,
        delivery = v_rule.delivery, active_from_hour = v_rule.active_from_hour,
        active_to_hour = v_rule.active_to_hour, evaluate_on_create = v_rule.evaluate_on_create,
        is_active = v_rule.is_active
    where k.id = p_id
    returning k.* into v_rule;
    perform api.set_rule_channels(p_tenant_id, p_id, p_body -> 'channel_ids');
    return json_build_object('data', api.alert_rule_item(v_rule))::text;
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('an alert rule', v_state, v_message, v_constraint, v_column);
        return null;  -- not reached
end;
$$;
comment on function api.update_alert_rule(uuid, bigint, jsonb, text[]) is 'Changes fields of an alert rule of a tenant.';
grant execute on function api.update_alert_rule(uuid, bigint, jsonb, text[]) to asinmart_api;
