-- Runs that pg_cron could not start, as when max_worker_processes are all in use: it leaves a row without times and tries again
-- at the next minute of the schedule, so ops.job_runs has none. Dynamic SQL, because schema cron exists in one database only.
create or replace function ops.check_starts(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_history regclass := to_regclass('cron.job_run_details');
    v_count bigint;
    v_message text;
begin
    if v_history is null then
        return;
    end if;
    execute format(
        $sql$
            select count(*), max(f.return_message)
            from %1$s as f
            where f.status = 'failed' and f.start_time is null
                and f.runid > coalesce((select max(d.runid) from %1$s as d where d.start_time < $1 - interval '1 hour'), 0)
        $sql$,
        v_history
    ) into v_count, v_message using p_now;
    check_name := 'job starts';
    status := case when v_count > 0 then 'critical' else 'ok' end;
    detail := case
        when v_count > 0 then format('pg_cron could not start %s runs of the last hour: %s', v_count, v_message)
        else 'pg_cron started every run of the last hour'
    end;
    advice := 'If max_worker_processes are all in use, raise it, which needs a restart, or see who uses them: '
        || 'select backend_type, count(*) from pg_stat_activity group by 1. The log of the server says more.';
    return next;
end;
$$;
comment on function ops.check_starts(timestamptz) is 'Part of ops.doctor: runs of jobs that pg_cron could not start.';
