-- Queue instant messages about the alerts in pg_temp.raised_alerts: a row in core.notifications and a task for each
-- alert and channel, in the transaction that raised the alerts. Alerts of rules with delivery digest are skipped at no
-- cost. No notification of an alert is queued twice for a channel, even when this runs again; when an alert is notified
-- again, an earlier message that is still pending is cancelled. Returns the number of queued messages.
create or replace function ops.queue_notifications(p_now timestamptz)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rules bigint[];
    v_tasks jsonb;
begin
    select array_agg(distinct r.id) into v_rules
    from core.alert_rules as r
    inner join core.alert_rule_channels as k on k.rule_id = r.id
    inner join app.notification_channels as c on c.id = k.channel_id and c.is_active
    where r.delivery = 'instant';
    if v_rules is null then
        return 0;
    end if;

    update core.notifications as n
    set status = 'cancelled', error = 'The alert has changed; a newer message replaces this one.'
    from pg_temp.raised_alerts as a
    where a.told_id <> a.alert_id and n.alert_id = a.alert_id and n.told_id < a.told_id and n.status = 'pending';

    with queued as (
        insert into core.notifications as n (tenant_id, channel_id, kind, alert_id, alert_date, told_id, due_at, created_at)
        select
            c.tenant_id, c.id, 'alert', a.alert_id, a.date, a.told_id,
            ops.next_active_at(p_now, r.active_from_hour, r.active_to_hour, t.time_zone), p_now
        from pg_temp.raised_alerts as a
        inner join core.alert_rules as r on r.id = a.rule_id
        inner join core.alert_rule_channels as k on k.rule_id = a.rule_id
        inner join app.notification_channels as c on c.id = k.channel_id and c.is_active and c.tenant_id = a.tenant_id
        inner join app.tenants as t on t.tenant_id = c.tenant_id and t.is_active
        where a.rule_id = any (v_rules)
        on conflict (channel_id, told_id) do nothing
        returning n.id, n.alert_id, n.due_at
    )
    select jsonb_agg(ops.notify_task(q.id, q.due_at) order by q.alert_id, q.id) into v_tasks from queued as q;
    if v_tasks is null then
        return 0;
    end if;
    -- Without the queue the messages stay pending: the worker enqueues overdue ones.
    if to_regclass('procrastinate.procrastinate_jobs') is not null then
        perform ops.enqueue(v_tasks);
    end if;
    return jsonb_array_length(v_tasks);
end;
$$;
comment on function ops.queue_notifications(timestamptz) is 'Queues the instant messages about newly raised alerts.';
