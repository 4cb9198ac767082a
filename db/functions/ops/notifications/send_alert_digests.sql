-- Job, hourly: one message to each channel whose digest is due, about all alerts of its rules since the last digest
-- that were not sent to it at once. digested_alert_id records the last alert included, in the same transaction.
-- Alerts are written by promotions, one at a time under a lock: the session with the lock sees all alerts with smaller
-- ids, so those up to the greatest visible id are complete, and none can appear later. This job therefore need not wait
-- for the lock.
create or replace function ops.send_alert_digests(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_hour integer := ops.setting('alert_digest_hour')::integer;
    v_to_alert_id bigint;
    v_tasks jsonb;
begin
    -- The lock lets only one session digest a channel; alert ids are read after it is taken.
    perform 1 from app.notification_channels as c
    where c.id in (select d.channel_id from ops.due_digests(v_hour, p_now) as d)
    order by c.id
    for update;
    select greatest(max(a.id), max(a.told_id), 0) into v_to_alert_id from core.alerts as a;

    with due as materialized (
        select d.* from ops.due_digests(v_hour, p_now) as d
    ),
    queued as (
        insert into core.notifications as n (
            tenant_id, channel_id, kind, from_alert_id, to_alert_id, alert_count, content, due_at, created_at
        )
        select
            d.tenant_id, d.channel_id, 'digest', d.from_alert_id, v_to_alert_id, (c.content #>> '{data,alert_count}')::integer, c.content,
            p_now, p_now
        from due as d
        cross join lateral ops.digest_content(d.channel_id, d.from_alert_id, v_to_alert_id, d.created_at) as c (content)
        where d.is_wanted and c.content is not null
        on conflict (channel_id, to_alert_id) do nothing
        returning n.id, n.due_at
    ),
    moved as (
        update app.notification_channels as c
        set digested_alert_id = greatest(c.digested_alert_id, v_to_alert_id), digested_at = p_now
        from due as d
        where c.id = d.channel_id
    )
    select jsonb_agg(ops.notify_task(q.id, q.due_at)) into v_tasks from queued as q;
    if v_tasks is not null and to_regclass('procrastinate.procrastinate_jobs') is not null then
        perform ops.enqueue(v_tasks);
    end if;
    return row(coalesce(jsonb_array_length(v_tasks), 0), false)::ops.job_slice;
end;
$$;
comment on function ops.send_alert_digests(timestamptz) is 'Job: gathers the alerts of each channel whose daily digest is due into one message.';
grant execute on function ops.send_alert_digests(timestamptz) to asinmart_admin;
