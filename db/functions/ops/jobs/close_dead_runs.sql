-- Mark runs as failed whose session has ended, of one job or of all; returns their number. A crash leaves such runs
-- behind.
create or replace function ops.close_dead_runs(
    p_job_name text default null,
    p_now timestamptz default clock_timestamp()
)
returns bigint
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with closed as (
        update ops.job_runs as r
        set status = 'failed', finished_at = p_now, error = 'the session that ran it has ended', error_code = '57P01'
        where r.status = 'running' and (p_job_name is null or r.job_name = p_job_name) and not ops.is_alive(r.pid, r.started_at)
        returning r.id
    )
    select count(*) from closed;
$$;
comment on function ops.close_dead_runs(text, timestamptz) is 'Marks the runs of jobs whose session ended as failed.';
