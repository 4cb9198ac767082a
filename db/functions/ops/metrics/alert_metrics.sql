-- Metrics of alerts. Kinds and reasons that never occurred have the value 0, so that the first one is an increase.
create or replace function ops.alert_metrics()
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'asinmart_alerts_fired_total', 'counter', 'Alerts by severity.', jsonb_build_object('severity', s.severity),
        coalesce(sum(t.alert_count), 0)
    from unnest(array['low', 'medium', 'high', 'critical']) as s (severity)
    left join ops.alert_totals as t on t.outcome = 'fired' and t.detail = s.severity
    group by s.severity
    union all
    select
        'asinmart_alerts_by_kind_total', 'counter', 'Alerts by kind.', jsonb_build_object('kind', t.kind), sum(t.alert_count)
    from ops.alert_totals as t
    where t.outcome = 'fired'
    group by t.kind
    union all
    select
        'asinmart_alerts_suppressed_total', 'counter', 'Alerts that a rule kept to itself, by reason.', jsonb_build_object('reason', s.reason),
        coalesce(sum(t.alert_count), 0)
    from unnest(array['snooze', 'suspect', 'confirm', 'rearm', 'cooldown', 'quota']) as s (reason)
    left join ops.alert_totals as t on t.outcome = 'suppressed' and t.detail = s.reason
    group by s.reason;
$$;
comment on function ops.alert_metrics() is 'Part of api.metrics: alerts fired and suppressed.';
