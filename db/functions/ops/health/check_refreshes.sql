create or replace function ops.check_refreshes(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'refresh ' || s.view_name,
        case when s.last_status = 'failed' or s.stale_since_at < p_now - interval '1 hour' then 'warning' else 'ok' end,
        case
            when s.stale_since_at is null then 'up to date'
            else format('behind the data since %s', date_trunc('second', s.stale_since_at))
        end || coalesce('; last error: ' || s.last_error, ''),
        'The view shows outdated data: see ops.refresh_log, then: call ops.run_job(''refresh-benchmarks'', ''manual'').'
    from ops.refresh_status as s;
$$;
comment on function ops.check_refreshes(timestamptz) is 'Part of ops.doctor: materialized views that failed to refresh or are behind.';
