-- Content of a notification: {"title", "text", "type", "timestamp", "data"}; of an alert with its values at the time of
-- sending. Null when its alert was deleted or corrected. Details of an alert that would make a webhook too large are
-- left out.
create or replace function ops.notification_message(p_notification core.notifications)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'title', p_notification.content ->> 'title', 'text', p_notification.content ->> 'text', 'type', 'alerts.digest',
        'timestamp', p_notification.created_at, 'data', p_notification.content -> 'data'
    )
    where p_notification.kind = 'digest'
    union all
    select jsonb_build_object(
        'title', a.title, 'text', a.message,
        'type', case when p_notification.told_id <> a.id then 'alert.updated' else 'alert.raised' end,
        'timestamp', case when p_notification.told_id <> a.id then p_notification.created_at else a.detected_at end,
        'data', jsonb_build_object(
            'alert_id', a.id, 'rule_id', a.rule_id, 'rule', r.name, 'kind', a.kind, 'severity', a.severity, 'asin', a.asin,
            'marketplace', a.marketplace, 'date', a.date, 'title', a.title, 'message', a.message, 'old_value', a.old_value,
            'new_value', a.new_value, 'change_pct', a.change_pct, 'detected_at', a.detected_at, 'updated_at', a.updated_at
        ) || case when octet_length(a.details::text) <= 8000 then jsonb_build_object('details', a.details) else '{}' end
    )
    from core.alerts as a
    left join core.alert_rules as r on r.id = a.rule_id
    where p_notification.kind = 'alert' and a.id = p_notification.alert_id and a.date = p_notification.alert_date
        and a.corrected_at is null;
$$;
comment on function ops.notification_message(core.notifications) is 'Content of a notification; null when its alert was deleted or corrected.';
