create or replace function api.alert_rule_item(p_rule core.alert_rules)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
set intervalstyle = iso_8601
as $$
    select json_build_object(
        'id', p_rule.id, 'name', p_rule.name, 'sentence', p_rule.sentence, 'rule_type', p_rule.rule_type, 'metric', p_rule.metric,
        'scope_type', p_rule.scope_type, 'scope_marketplace', p_rule.scope_marketplace, 'scope_asin', p_rule.scope_asin,
        'scope_group_id', p_rule.scope_group_id, 'scope_category', p_rule.scope_category, 'scope_brand', p_rule.scope_brand,
        'direction', p_rule.direction, 'threshold_pct', p_rule.threshold_pct, 'min_change', p_rule.min_change,
        'compare_with', p_rule.compare_with, 'window_days', p_rule.window_days, 'min_observed_days', p_rule.min_observed_days,
        'list_places', p_rule.list_places, 'rearm', p_rule.rearm, 'cooldown', p_rule.cooldown::text,
        'confirm_count', p_rule.confirm_count, 'confirm_window', p_rule.confirm_window, 'max_per_day', p_rule.max_per_day,
        'snooze_ends_at', p_rule.snooze_ends_at, 'severity', p_rule.severity, 'delivery', p_rule.delivery,
        'active_from_hour', p_rule.active_from_hour, 'active_to_hour', p_rule.active_to_hour,
        'evaluate_on_create', p_rule.evaluate_on_create, 'is_active', p_rule.is_active,
        'channel_ids', (
            select coalesce(json_agg(c.channel_id order by c.channel_id), '[]')
            from core.alert_rule_channels as c
            where c.rule_id = p_rule.id
        ),
        'created_at', p_rule.created_at, 'updated_at', p_rule.updated_at
    );
$$;
comment on function api.alert_rule_item(core.alert_rules) is 'An alert rule as the REST API shows it, with the channels it sends to.';
grant execute on function api.alert_rule_item(core.alert_rules) to asinmart_api;
