-- Register a job and, when pg_cron is installed in this database, schedule it. Repeatable: a job of the same name is
-- overwritten, but a pause and a schedule set by ops.reschedule_job are kept.
-- Without pg_cron (tests, clones, managed services with another scheduler) call ops.run_job from outside.
create or replace function ops.schedule_job(
    p_job_name text,
    p_schedule text,
    p_function_name text,
    p_description text,
    p_max_staleness interval,
    p_max_runtime interval
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.jobs as j (job_name, schedule, default_schedule, function_name, description, max_staleness, max_runtime)
    values (p_job_name, p_schedule, p_schedule, p_function_name, p_description, p_max_staleness, p_max_runtime)
    on conflict (job_name) do update
    set schedule = case when j.schedule = j.default_schedule then excluded.schedule else j.schedule end,
        default_schedule = excluded.default_schedule, function_name = excluded.function_name, description = excluded.description,
        max_staleness = excluded.max_staleness, max_runtime = excluded.max_runtime;
    perform ops.apply_schedule(p_job_name);
end;
$$;
comment on function ops.schedule_job(text, text, text, text, interval, interval) is 'Registers a job, and schedules it with pg_cron when that is installed.';
