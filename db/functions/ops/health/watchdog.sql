-- The job behind the heartbeat: shows that the scheduler runs and handles stuck runs. ops.run_job then runs the overdue
-- jobs.
create or replace function ops.watchdog(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.heartbeats as h (name, beat_at)
    values ('watchdog', p_now)
    on conflict (name) do update set beat_at = excluded.beat_at;
    return row(ops.watch_jobs(p_now), false)::ops.job_slice;
end;
$$;
comment on function ops.watchdog(timestamptz) is 'Job: heartbeat and stuck runs.';
grant execute on function ops.watchdog(timestamptz) to asinmart_admin;
