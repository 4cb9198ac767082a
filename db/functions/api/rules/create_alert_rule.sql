-- Missing fields get the table's defaults. Raises AM409 when the name is taken, AM422 when the rule is invalid.
create or replace function api.create_alert_rule(
    p_tenant_id uuid,
    p_body jsonb
)
returns table (body text, id bigint)
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
    v_rule := jsonb_populate_record(
        null::core.alert_rules,
        '{
            "scope_type": "tracked", "direction": "both", "compare_with": "previous", "min_observed_days": 3, "list_places": 100,
            "rearm": "every_crossing", "confirm_count": 1, "confirm_window": 1, "severity": "medium", "delivery": "instant",
            "evaluate_on_create": false, "is_active": true
        }'::jsonb || p_body
    );
    insert into core.alert_rules (
        tenant_id,
        name, rule_type, metric, scope_type, scope_marketplace, scope_asin, scope_group_id, scope_category,
        scope_brand, direction, threshold_pct, min_change, compare_with, window_days, min_observed_days, list_places,
        rearm, cooldown, confirm_count, confirm_window, max_per_day, snooze_ends_at, severity, delivery,
        active_from_hour, active_to_hour, evaluate_on_create, is_active
    )
    values (
        p_tenant_id,
        v_rule.name, v_rule.rule_type, v_rule.metric, v_rule.scope_type, v_rule.scope_marketplace, v_rule.scope_asin,
        v_rule.scope_group_id, v_rule.scope_category, v_rule.scope_brand, v_rule.direction, v_rule.threshold_pct,
        v_rule.min_change, v_rule.compare_with, v_rule.window_days, v_rule.min_observed_days, v_rule.list_places,
        v_rule.rearm, v_rule.cooldown, v_rule.confirm_count, v_rule.confirm_window, v_rule.max_per_day,
        v_rule.snooze_ends_at, v_rule.severity, v_rule.delivery, v_rule.active_from_hour, v_rule.active_to_hour,
        v_rule.evaluate_on_create, v_rule.is_active
    )
    returning * into v_rule;
    perform api.set_rule_channels(p_tenant_id, v_rule.id, p_body -> 'channel_ids');
    return query select json_build_object('data', api.alert_rule_item(v_rule))::text, v_rule.id;
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('an alert rule', v_state, v_message, v_constraint, v_column);
end;
$$;
comment on function api.create_alert_rule(uuid, jsonb) is 'Creates an alert rule of a tenant.';
grant execute on function api.create_alert_rule(uuid, jsonb) to asinmart_api;
