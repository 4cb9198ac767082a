-- Never critical: a critical check takes the API out of service, which works without a worker.
create or replace function ops.check_worker(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with backlog as (
        select coalesce(b.due_count, 0) as due_count, b.due_at, coalesce(b.dead_count, 0) as dead_count, b.error
        from (values (1)) as one (n)
        left join ops.task_backlog(p_now) as b on true
    ),
    installation as (
        select i.instance_id, ops.instance_fault(i.instance_id) as fault from (values (1)) as one (n) left join ops.instance as i on true
    )
    select
        'worker',
        case
            when w.due_at < p_now - s.max_age and (b.beat_at is null or b.beat_at < p_now - s.max_age or b.detail is not null) then 'warning'
            when w.due_at < p_now - interval '1 hour' then 'warning'
            else 'ok'
        end,
        coalesce('last heartbeat ' || date_trunc('second', p_now - b.beat_at) || ' ago', 'no worker has run yet')
            || coalesce('; it is idle: ' || b.detail, '')
            || format('; tasks due: %s', w.due_count)
            || coalesce(', the oldest since ' || date_trunc('second', w.due_at), ''),
        'Start the worker (make up, or asinmart-worker) and read its log; its tasks are in ops.task_executions.'
    from backlog as w
    cross join (select ops.setting('worker_max_age')::interval as max_age) as s
    left join ops.heartbeats as b on b.name = 'worker'
    union all
    select
        'installation',
        case
            when i.fault is null then 'ok'
            when i.instance_id is not null then 'warning'
            when exists (select from app.notification_channels as c where c.is_active) then 'warning'
            else 'ok'
        end,
        coalesce(i.fault || ': nothing is sent or fetched', 'this database belongs to installation ' || i.instance_id),
        'If this database is the one in use, select ops.claim_instance(''<ASINMART_INSTANCE_ID of its workers>''); if it is a copy, do nothing.'
    from installation as i
    union all
    select
        'dead letters',
        case when d.dead_count > 0 then 'warning' else 'ok' end,
        case
            when d.dead_count > 0 then format('%s tasks given up in the last 24 hours, latest error: %s', d.dead_count, coalesce(d.error, 'see the log of the worker'))
            else 'none in the last 24 hours'
        end,
        'See ops.task_executions where is_dead_letter, fix the cause, then select ops.retry_task(task_id).'
    from backlog as d
    union all
    select
        'channels',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(format('%s was disabled: %s', c.name, c.disabled_reason), '; ' order by c.id), 'no channel was disabled automatically'),
        'Correct the address in app.notification_channels, then set is_active to true and disabled_at and disabled_reason to null.'
    from app.notification_channels as c
    where not c.is_active and c.disabled_at is not null;
$$;
comment on function ops.check_worker(timestamptz) is 'Part of ops.doctor: the worker, its dead letters, disabled channels, and the installation that owns this database.';
