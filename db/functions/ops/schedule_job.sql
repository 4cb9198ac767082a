-- Register a job and, where pg_cron lives in this database, schedule it. Repeatable: the same name is overwritten.
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
declare
    v_cron_schema name := ops.cron_schema();
begin
    insert into ops.jobs as j (job_name, schedule, function_name, description, max_staleness, max_runtime)
    values (p_job_name, p_schedule, p_function_name, p_description, p_max_staleness, p_max_runtime)
    on conflict (job_name) do update
    set schedule = excluded.schedule, function_name = excluded.function_name, description = excluded.description,
        max_staleness = excluded.max_staleness, max_runtime = excluded.max_runtime;
    if v_cron_schema is not null then
        execute format('select %I.schedule($1, $2, $3)', v_cron_schema)
        using p_job_name, p_schedule, format('call ops.run_job(%L)', p_job_name);
    end if;
end;
$$;
comment on function ops.schedule_job(text, text, text, text, interval, interval) is 'Registers a job and schedules it with pg_cron where that is installed.';
