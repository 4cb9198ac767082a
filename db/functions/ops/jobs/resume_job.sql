-- Undo ops.pause_job. If the job is overdue, the watchdog runs it. Raises AM404 for an unknown job.
create or replace function ops.resume_job(p_job_name text)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin manages jobs and owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    update ops.jobs as j set is_active = true, paused_at = null, paused_by = null where j.job_name = p_job_name;
    if not found then
        raise exception 'there is no job named %', p_job_name
            using errcode = 'AM404', hint = 'Look at ops.jobs for the names.';
    end if;
    perform ops.apply_schedule(p_job_name);
end;
$$;
comment on function ops.resume_job(text) is 'Resumes a paused job.';
grant execute on function ops.resume_job(text) to asinmart_admin;
