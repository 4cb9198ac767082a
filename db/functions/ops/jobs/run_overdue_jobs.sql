-- Run every overdue job once, in transactions of its own: pg_cron never makes up for a missed run. No SET clause, see
-- ops.run_job.
create or replace procedure ops.run_overdue_jobs()
language plpgsql
as $$
declare
    v_job_names text[];
    v_job_name text;
begin
    v_job_names := array(select o.job_name from ops.overdue_jobs() as o (job_name));
    foreach v_job_name in array v_job_names loop
        call ops.run_job(v_job_name, 'watchdog');
    end loop;
end;
$$;
comment on procedure ops.run_overdue_jobs() is 'Runs every overdue job once.';
grant execute on procedure ops.run_overdue_jobs() to asinmart_admin;
