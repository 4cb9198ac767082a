create or replace function ops.check_jobs(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'job ' || h.job_name,
        case
            when not h.is_active then 'ok'
            when h.is_overdue then 'critical'
            when h.consecutive_failures > 0 then 'warning'
            else 'ok'
        end,
        case
            when not h.is_active then 'paused' || coalesce(' by ' || h.paused_by || ' since ' || date_trunc('second', h.paused_at), '')
            when h.last_success_at is null then 'has not succeeded yet'
            else format('last success %s ago', date_trunc('second', p_now - h.last_success_at))
        end || coalesce('; last error: ' || h.last_error, ''),
        format('See ops.job_runs, then: call ops.run_job(%L, ''manual'').', h.job_name)
    from ops.job_health as h;
$$;
comment on function ops.check_jobs(timestamptz) is 'Part of ops.doctor: each job''s last success.';
