-- Job: delete old history. pg_cron keeps its own history for ever; invalidations are needed only as long as a listener
-- may be disconnected (after a longer time its caches are cleared).
create or replace function ops.rotate_history(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_before timestamptz := p_now - ops.setting('history_retention')::interval;
    v_rows bigint;
    v_total bigint := bigint '0';
    v_cron_history regclass := to_regclass('cron.job_run_details');
begin
    if v_cron_history is not null then
        -- A run that did not start has no times.
        execute format(
            'delete from %1$s where coalesce(end_time, start_time) < $1
                or start_time is null and runid < (select max(d.runid) from %1$s as d where d.start_time < $1)',
            v_cron_history
        ) using v_before;
        get diagnostics v_rows = row_count;
        v_total := v_total + v_rows;
    end if;
    -- The last success of each job stays: the watchdog reads it.
    delete from ops.job_runs as r
    where r.started_at < v_before
        and r.id not in (
            select max(s.id) from ops.job_runs as s where s.status = 'succeeded' group by s.job_name
        );
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    -- The last success of each view stays: the next refresh compares with it.
    delete from ops.refresh_log as r
    where r.finished_at < v_before
        and r.id not in (
            select max(s.id) from ops.refresh_log as s where s.status = 'succeeded' group by s.view_name
        );
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    delete from ops.quality_checks as q where q.date < (p_now - ops.setting('quality_retention')::interval)::date;
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    delete from app.idempotency_keys as k where k.expires_at <= p_now;
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    -- The newest row stays: its id is the data version.
    delete from ops.cache_invalidations as i
    where i.created_at < v_before
        and i.id < (select max(j.id) from ops.cache_invalidations as j);
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows + ops.rotate_tasks(p_now);
    return row(v_total, false)::ops.job_slice;
end;
$$;
comment on function ops.rotate_history(timestamptz) is 'Job: deletes old job history, refreshes, quality checks, cache invalidations, notifications and tasks.';
grant execute on function ops.rotate_history(timestamptz) to asinmart_admin;
