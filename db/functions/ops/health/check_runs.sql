create or replace function ops.check_runs(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'runs waiting',
        case when min(r.queued_at) < p_now - interval '10 minutes' then 'critical' else 'ok' end,
        format('%s waiting, oldest since %s', count(*), coalesce(min(r.queued_at)::text, 'none')),
        'Promotion is behind: see job promote-pending-runs and core.ingest_runs.error.'
    from core.ingest_runs as r
    where r.status = 'LANDED' and r.replay_id is null
    union all
    -- A replay of years may take hours, since new runs go first.
    select
        'replays',
        case when min(r.queued_at) < p_now - interval '1 day' then 'warning' else 'ok' end,
        format('%s runs waiting to be replayed', count(*)),
        'See ops.replay_progress, and the error of its first run.'
    from core.ingest_runs as r
    where r.status = 'LANDED' and r.replay_id is not null
    union all
    select
        'runs stopped',
        case when count(*) > 0 then 'warning' else 'ok' end,
        format('%s FAILED or HALTED%s', count(*), coalesce(': ' || left(string_agg(r.job_id, ', ' order by r.id desc), 200), '')),
        'Read core.ingest_runs.error, fix the cause, then select ops.replay(''JOB'') with its job id.'
    from core.ingest_runs as r
    where r.status in ('FAILED', 'HALTED')
    union all
    select
        'changes waiting',
        case when min(d.noted_at) < p_now - interval '10 minutes' then 'critical' else 'ok' end,
        format('%s manual changes not refreshed yet', count(*)),
        'Job promote-pending-runs refreshes them: see its last error in ops.job_runs.'
    from (
        select n.noted_at from ops.dirty_days as n
        union all
        select n.noted_at from ops.dirty_pairs as n
        union all
        select n.noted_at from ops.dirty_products as n
    ) as d;
$$;
comment on function ops.check_runs(timestamptz) is 'Part of ops.doctor: runs and manual changes that wait, and runs that stopped.';
