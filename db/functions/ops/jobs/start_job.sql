-- Open a run of a job in the ledger and return its number; null when the job must not run now: it is paused, or another
-- session runs it, which is recorded as skipped. The ledger serves as the lock: no lock survives the commits of a job
-- except advisory locks, which any login can take. Commit at once: the job's row is locked until then.
-- Runs whose session has ended are closed first. Raises AM404 for an unknown job.
create or replace function ops.start_job(
    p_job_name text,
    p_triggered_by text default 'schedule'
)
returns bigint
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $$
declare
    v_is_active boolean;
    v_pid integer;
    v_run_id bigint;
begin
    select j.is_active into v_is_active from ops.jobs as j where j.job_name = p_job_name for update;
    if not found then
        raise exception 'there is no job named %', p_job_name
            using errcode = 'AM404', hint = 'Look at ops.jobs for the names.';
    end if;
    if not v_is_active and p_triggered_by <> 'manual' then
        return null;
    end if;

    perform ops.close_dead_runs(p_job_name);
    select r.pid into v_pid from ops.job_runs as r where r.job_name = p_job_name and r.status = 'running';
    if found then
        insert into ops.job_runs (job_name, finished_at, status, triggered_by, error, error_code)
        values (p_job_name, clock_timestamp(), 'skipped', p_triggered_by, format('process %s is running it', v_pid), 'AM409');
        return null;
    end if;
    insert into ops.job_runs (job_name, triggered_by) values (p_job_name, p_triggered_by) returning id into v_run_id;
    return v_run_id;
end;
$$;
comment on function ops.start_job(text, text) is 'Opens a run of a job; null when it is paused or another session runs it.';
grant execute on function ops.start_job(text, text) to asinmart_admin;
