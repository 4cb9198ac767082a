-- The watchdog's second half: cancel runs that exceed their max_runtime and close the books of runs whose backend is gone.
-- Returns how many it dealt with.
create or replace function ops.watch_jobs(p_now timestamptz default now())
returns integer
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with running as (
        select r.id, r.pid, r.started_at, j.max_runtime, a.pid is not null as is_alive
        from ops.job_runs as r
        inner join ops.jobs as j on j.job_name = r.job_name
        -- A backend that began after the run is another one that got the same number; of other users' backends the start
        -- is hidden, so they count as alive.
        left join pg_catalog.pg_stat_activity as a
            on a.pid = r.pid and coalesce(a.backend_start <= r.started_at, true)
        where r.status = 'running'
    ),
    cancelled as (
        select pg_cancel_backend(r.pid) as is_sent
        from running as r
        where r.is_alive and r.pid <> pg_backend_pid() and p_now - r.started_at > r.max_runtime
    ),
    closed as (
        update ops.job_runs as r
        set status = 'failed', finished_at = p_now, error = 'the backend that ran it is gone', error_code = '57P01'
        from running as g
        where g.id = r.id and not g.is_alive
        returning r.id
    )
    select ((select count(*) from cancelled) + (select count(*) from closed))::integer;
$$;
comment on function ops.watch_jobs(timestamptz) is 'Cancels job runs that take too long and closes those whose backend died.';
