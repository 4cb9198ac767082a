-- Pause a job from its next slice on, whatever scheduler starts it, until ops.resume_job; migrations do not resume it.
-- A manual call (call ops.run_job(name, 'manual')) still runs it. Pausing twice changes nothing. Raises AM404 for an
-- unknown job, AM409 for the watchdog, without which a stopped scheduler would go unnoticed.
create or replace function ops.pause_job(
    p_job_name text,
    p_now timestamptz default now()
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin manages jobs and owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_job_name = 'watchdog' then
        raise exception 'the watchdog cannot be paused'
            using errcode = 'AM409', hint = 'Pause the job that must not run: the watchdog does not run paused jobs.';
    end if;
    update ops.jobs as j
    set is_active = false, paused_at = p_now, paused_by = session_user
    where j.job_name = p_job_name and j.is_active;
    if not found and not exists (select from ops.jobs as j where j.job_name = p_job_name) then
        raise exception 'there is no job named %', p_job_name
            using errcode = 'AM404', hint = 'Look at ops.jobs for the names.';
    end if;
    perform ops.apply_schedule(p_job_name);
end;
$$;
comment on function ops.pause_job(text, timestamptz) is 'Pauses a job until ops.resume_job; migrations do not resume it.';
grant execute on function ops.pause_job(text, timestamptz) to asinmart_admin;
