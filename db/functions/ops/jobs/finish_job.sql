-- Closes a run that ops.start_job opened.
create or replace function ops.finish_job(
    p_run_id bigint,
    p_status text,
    p_row_count bigint,
    p_error text default null,
    p_error_code text default null
)
returns void
language sql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
    update ops.job_runs as r
    set finished_at = clock_timestamp(), status = p_status, row_count = p_row_count, error = p_error, error_code = p_error_code
    where r.id = p_run_id and r.status = 'running';
$$;
comment on function ops.finish_job(bigint, text, bigint, text, text) is 'Records how a run of a job ended.';
grant execute on function ops.finish_job(bigint, text, bigint, text, text) to asinmart_admin;
