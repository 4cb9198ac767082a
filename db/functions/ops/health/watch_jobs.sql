-- Part of the watchdog: cancel runs that exceed their max_runtime and close runs whose session has ended. Returns their
-- number.
create or replace function ops.watch_jobs(p_now timestamptz default now())
returns integer
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with cancelled as (
        select pg_cancel_backend(r.pid) as is_sent
        from ops.job_runs as r
        inner join ops.jobs as j on j.job_name = r.job_name
        where r.status = 'running' and r.pid <> pg_backend_pid() and p_now - r.started_at > j.max_runtime
            and ops.is_alive(r.pid, r.started_at)
    )
    select ((select count(*) from cancelled) + ops.close_dead_runs(null, p_now))::integer;
$$;
comment on function ops.watch_jobs(timestamptz) is 'Cancels job runs that take too long and closes those whose session has ended.';
