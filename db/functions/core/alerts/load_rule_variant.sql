-- Load one rule as the only one to evaluate, with fields changed for a back-test. The table's own constraints check the
-- changed rule: the row is updated, and the update is rolled back.
-- Raises AM422 for an unknown field or an invalid value.
create or replace function core.load_rule_variant(
    p_rule core.alert_rules,
    p_changes jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule core.alert_rules;
    v_message text;
begin
    begin
        if exists (
            select from jsonb_object_keys(p_changes) as k (field)
            where k.field not in (
                'direction', 'threshold_pct', 'min_change', 'compare_with', 'window_days', 'min_observed_days', 'list_places', 'rearm',
                'cooldown', 'confirm_count', 'confirm_window', 'max_per_day', 'scope_type', 'scope_marketplace', 'scope_asin',
                'scope_group_id', 'scope_category', 'scope_brand'
            )
        ) then
            raise exception 'a field that rules do not have, or that a back-test does not use' using errcode = 'check_violation';
        end if;
        v_rule := jsonb_populate_record(p_rule, p_changes);
        update core.alert_rules as r
        set direction = v_rule.direction, threshold_pct = v_rule.threshold_pct, min_change = v_rule.min_change,
            compare_with = v_rule.compare_with, window_days = v_rule.window_days,
            min_observed_days = v_rule.min_observed_days, list_places = v_rule.list_places, rearm = v_rule.rearm,
            cooldown = v_rule.cooldown, confirm_count = v_rule.confirm_count, confirm_window = v_rule.confirm_window,
            max_per_day = v_rule.max_per_day, scope_type = v_rule.scope_type, scope_marketplace = v_rule.scope_marketplace,
            scope_asin = v_rule.scope_asin, scope_group_id = v_rule.scope_group_id, scope_category = v_rule.scope_category,
            scope_brand = v_rule.scope_brand
        where r.id = p_rule.id
        returning r.* into v_rule;
        -- The exception rolls the update back; the variable keeps the changed row.
        raise exception using errcode = 'AM000';
    exception
        when sqlstate 'AM000' then
            null;
        when check_violation or not_null_violation or invalid_text_representation or foreign_key_violation
            or numeric_value_out_of_range or invalid_datetime_format or datetime_field_overflow or invalid_parameter_value
            or interval_field_overflow then
            get stacked diagnostics v_message = message_text;
            raise exception 'the rule cannot be tested with these changes: %', v_message
                using errcode = 'AM422', hint = 'Name only fields of core.alert_rules, with values they can have.';
    end;
    insert into pg_temp.evaluated_rules
    select v_rule.*, t.threshold_pct, t.min_change
    from core.rule_thresholds(v_rule) as t;
    perform core.load_watched_changes();
end;
$$;
comment on function core.load_rule_variant(core.alert_rules, jsonb) is 'Loads one rule, with changed fields, as the only one to evaluate.';
