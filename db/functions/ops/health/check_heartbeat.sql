-- Reports whether the watchdog sends heartbeats, and if not, whether another job blocks the scheduler. A pg_cron before
-- 1.5 that runs its jobs as background workers starts no job while one of them runs, and ignores a request to
-- terminate.
create or replace function ops.check_heartbeat(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with beat as (
        select greatest(max(h.beat_at), max(j.registered_at)) as beat_at
        from ops.jobs as j
        left join ops.heartbeats as h on h.name = j.job_name
        where j.job_name = 'watchdog'
    ),
    busy as (
        select r.job_name, r.pid, r.started_at
        from ops.job_runs as r
        where r.status = 'running' and r.triggered_by = 'schedule' and ops.is_alive(r.pid, r.started_at)
        order by r.started_at
        limit 1
    )
    select
        'heartbeat',
        case when s.is_fresh then 'ok' else 'critical' end,
        coalesce('last heartbeat ' || date_trunc('second', p_now - b.beat_at) || ' ago', 'the watchdog job is not registered')
            || coalesce('; job ' || w.job_name || ' has been running for ' || date_trunc('second', p_now - w.started_at), ''),
        case
            when b.beat_at is null then 'Apply the files in db/jobs again.'
            when w.pid is null then 'See check "scheduler", then the entries of the watchdog in cron.job_run_details.'
            else format('Before version 1.5 pg_cron starts no job until that one ends: wait, or select pg_cancel_backend(%s).', w.pid)
        end
    from beat as b
    cross join lateral (
        select coalesce(b.beat_at > p_now - ops.setting('heartbeat_max_age')::interval, false) as is_fresh
    ) as s
    left join busy as w on not s.is_fresh and b.beat_at is not null;
$$;
comment on function ops.check_heartbeat(timestamptz) is 'Part of ops.doctor: the last heartbeat of the watchdog, and the job that blocks it.';
