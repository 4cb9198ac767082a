-- Write the alerts that core.apply_alert_policy decided, one per rule, product, kind and day. Returns the number of new
-- ones; pg_temp.raised_alerts holds them for notifications. An existing alert of the day is left to core.update_alerts.
create or replace function core.write_alerts(
    p_job_id text,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_count integer;
begin
    perform ops.ensure_partition('core.alerts', months.month)
    from (
        select distinct date_trunc('month', m.date)::date as month from pg_temp.rule_matches as m where m.outcome = 'alert'
    ) as months;

    with raised as (
        insert into core.alerts (
            tenant_id, rule_id, asin, marketplace, kind, date, severity, title, message, old_value, new_value, change_pct, details,
            job_id, detected_at
        )
        select
            m.tenant_id, m.rule_id, m.asin, m.marketplace, m.kind, m.date, m.severity, m.title, m.message, m.old_value, m.new_value,
            m.change_pct, m.details, p_job_id, p_now
        from core.rendered_alerts('alert') as m
        order by m.asin, m.marketplace, m.kind, m.rule_id
        on conflict (asin, marketplace, kind, date, rule_id) do nothing
        returning id, date, rule_id, tenant_id, asin, marketplace, old_value, new_value, kind, severity
    ),
    remembered as (
        insert into core.alert_states as s (
            rule_id, asin, marketplace, tenant_id, last_alert_at, last_alert_date, last_value, last_old_value
        )
        select n.rule_id, n.asin, n.marketplace, n.tenant_id, p_now, n.date, n.new_value, n.old_value
        from raised as n
        -- Rules without re-arming and cooldown never read their earlier alerts.
        inner join pg_temp.evaluated_rules as r on r.id = n.rule_id and (r.rearm <> 'every_crossing' or r.cooldown is not null)
        order by n.asin, n.marketplace, n.rule_id
        on conflict (asin, marketplace, rule_id) do update
        set last_alert_at = excluded.last_alert_at, last_alert_date = excluded.last_alert_date,
            last_value = excluded.last_value, last_old_value = excluded.last_old_value, alert_count = s.alert_count + 1
    ),
    counted as (
        insert into ops.alert_totals as t (outcome, kind, detail, alert_count, counted_at)
        select 'fired', n.kind, n.severity, count(*), p_now
        from raised as n
        group by n.kind, n.severity
        order by n.kind, n.severity
        on conflict (outcome, kind, detail) do update
        set alert_count = t.alert_count + excluded.alert_count, counted_at = excluded.counted_at
    )
    insert into pg_temp.raised_alerts (alert_id, date, rule_id, tenant_id, told_id)
    select n.id, n.date, n.rule_id, n.tenant_id, n.id from raised as n;
    get diagnostics v_count = row_count;
    -- Only the columns used in joins: analyzing the texts would be most of the work.
    perform ops.analyze_grown('core.alerts', min(n.date), max(n.date), array['asin', 'marketplace', 'kind', 'date', 'rule_id'])
    from pg_temp.raised_alerts as n
    having count(*) > 0;
    return v_count;
end;
$$;
comment on function core.write_alerts(text, timestamptz) is 'Writes the alerts that the alert policy allows.';
