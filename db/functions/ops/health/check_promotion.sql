-- Reports whether another session blocks promotion: work has waited for two minutes, a session other than the job's
-- holds the lock, and nothing was promoted. A large slice that a loader promotes itself can take that long as well.
create or replace function ops.check_promotion(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with work as (
        select least(
            (select min(r.queued_at) from core.ingest_runs as r where r.status = 'LANDED' and r.replay_id is null),
            (select min(d.noted_at) from ops.dirty_days as d),
            (select min(d.noted_at) from ops.dirty_pairs as d),
            (select min(d.noted_at) from ops.dirty_products as d)
        ) as waits_since
    ),
    moved as (
        select greatest(
            (select max(i.created_at) from ops.cache_invalidations as i),
            (select max(r.finished_at) from core.ingest_runs as r),
            (select max(r.finished_at) from ops.job_runs as r where r.job_name = 'promote-pending-runs' and r.status = 'succeeded')
        ) as moved_at
    ),
    -- The job itself holds the lock: ops.watch_jobs cancels it when it takes too long.
    job as (
        select exists (
            select from ops.job_runs as r
            inner join pg_locks as l on l.pid = r.pid and l.relation = 'ops.promotion_lock'::regclass and l.granted
            where r.job_name = 'promote-pending-runs' and r.status = 'running'
        ) as is_at_work
    ),
    holder as (
        select ops.promotion_holder() as session
    )
    select
        'promotion',
        case
            when h.session is not null and not j.is_at_work and w.waits_since < p_now - interval '2 minutes'
                and coalesce(m.moved_at < p_now - interval '2 minutes', true)
            then 'critical'
            else 'ok'
        end,
        case
            when h.session is null then 'no session is promoting'
            when j.is_at_work then 'the job is promoting: ' || h.session
            else h.session || ' holds the promotion lock'
                || coalesce('; work has been waiting since ' || date_trunc('second', w.waits_since), '; no work is waiting')
        end,
        'Look at that session in pg_stat_activity. If it is idle in transaction, or not promoting a large run: select pg_terminate_backend(its process id).'
    from work as w
    cross join moved as m
    cross join job as j
    cross join holder as h;
$$;
comment on function ops.check_promotion(timestamptz) is 'Part of ops.doctor: whether another session blocks promotion.';
