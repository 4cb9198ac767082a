-- Jobs whose last success is older than their max_staleness and that are not running. The watchdog runs them, since
-- pg_cron never makes up for a missed run. The watchdog itself is left out.
create or replace function ops.overdue_jobs(p_now timestamptz default now())
returns setof text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select j.job_name
    from ops.jobs as j
    where j.is_active
        and j.job_name <> 'watchdog'
        and j.registered_at < p_now - j.max_staleness
        and not exists (
            select from ops.job_runs as r
            where r.job_name = j.job_name
                and (r.status = 'running' or (r.status = 'succeeded' and r.finished_at > p_now - j.max_staleness))
        )
    order by j.job_name;
$$;
comment on function ops.overdue_jobs(timestamptz) is 'Names of jobs that should have succeeded by now and are not running.';
grant execute on function ops.overdue_jobs(timestamptz) to asinmart_admin;
