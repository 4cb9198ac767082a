-- Make pg_cron's entry for a job match ops.jobs: scheduled and active, or absent while the job is paused. Does nothing
-- without pg_cron in this database. Raises pg_cron's error for an invalid schedule.
create or replace function ops.apply_schedule(p_job_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_job ops.jobs;
    v_cron_schema name := ops.cron_schema();
begin
    if v_cron_schema is null then
        return;
    end if;
    select j.* into strict v_job from ops.jobs as j where j.job_name = p_job_name;
    -- An entry that was disabled in pg_cron stays disabled when it is scheduled again, so it is removed first.
    execute format(
        'select %1$I.unschedule(j.jobid) from %1$I.job as j where j.jobname = $1 and j.username = current_user and not (j.active and $2)',
        v_cron_schema
    ) using p_job_name, v_job.is_active;
    if v_job.is_active then
        execute format('select %I.schedule($1, $2, $3)', v_cron_schema)
        using p_job_name, v_job.schedule, format('call ops.run_job(%L)', p_job_name);
    end if;
end;
$$;
comment on function ops.apply_schedule(text) is 'Schedules or unschedules a job in pg_cron, as set in ops.jobs.';
