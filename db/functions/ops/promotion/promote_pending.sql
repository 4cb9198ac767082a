-- Job: one slice of the next run in line. Called again while has_more.
-- Raises AM409 while another session promotes: ops.run_job records that as skipped.
create or replace function ops.promote_pending(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.lock_promotion(false);
    return ops.promote_next(p_now);
end;
$$;
comment on function ops.promote_pending(timestamptz) is 'Job: promotes the oldest landed run, or refreshes the marts after manual changes.';
grant execute on function ops.promote_pending(timestamptz) to asinmart_admin;
