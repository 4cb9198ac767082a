create or replace function api.alert_item(p_alert core.alerts)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'id', p_alert.id, 'rule_id', p_alert.rule_id, 'asin', p_alert.asin, 'marketplace', p_alert.marketplace,
        'kind', p_alert.kind, 'severity', p_alert.severity, 'date', p_alert.date, 'title', p_alert.title, 'message', p_alert.message,
        'old_value', p_alert.old_value, 'new_value', p_alert.new_value, 'change_pct', p_alert.change_pct,
        'details', p_alert.details, 'detected_at', p_alert.detected_at, 'updated_at', p_alert.updated_at, 'is_read', p_alert.is_read,
        'acknowledged', p_alert.acknowledged, 'is_resolved', p_alert.is_resolved, 'resolved_at', p_alert.resolved_at,
        'corrected_at', p_alert.corrected_at
    );
$$;
comment on function api.alert_item(core.alerts) is 'An alert as the REST API shows it.';
grant execute on function api.alert_item(core.alerts) to asinmart_api;
