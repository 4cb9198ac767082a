-- Give a job another cron expression, which migrations keep; null restores that of db/jobs. Raises AM404 for an unknown
-- job, AM422 for an invalid cron expression.
create or replace function ops.reschedule_job(
    p_job_name text,
    p_schedule text default null
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin manages jobs and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    -- Five fields of plausible characters; pg_cron, when installed, checks the rest.
    c_cron_expression constant text := '^[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){3} [0-9A-Za-z*/,$-]+$';
begin
    if p_schedule !~ c_cron_expression then
        raise exception '% is not a cron expression', quote_nullable(left(p_schedule, 100))
            using errcode = 'AM422', hint = 'Five fields in UTC: minute, hour, day of the month, month, day of the week; such as 30 0 * * *.';
    end if;
    update ops.jobs as j set schedule = coalesce(p_schedule, j.default_schedule) where j.job_name = p_job_name;
    if not found then
        raise exception 'there is no job named %', p_job_name
            using errcode = 'AM404', hint = 'Look at ops.jobs for the names.';
    end if;
    begin
        perform ops.apply_schedule(p_job_name);
    exception when invalid_parameter_value or syntax_error then
        raise exception 'pg_cron rejects the schedule %: %', p_schedule, sqlerrm
            using errcode = 'AM422', hint = 'Five fields in UTC: minute, hour, day of the month, month, day of the week; such as 30 0 * * *.';
    end;
end;
$$;
comment on function ops.reschedule_job(text, text) is 'Gives a job another cron expression, or with null that of db/jobs; migrations keep it.';
grant execute on function ops.reschedule_job(text, text) to asinmart_admin;
