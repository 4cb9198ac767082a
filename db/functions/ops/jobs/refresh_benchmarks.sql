-- Job: recompute mart.category_benchmarks when data changed since the last time. Readers read the old rows meanwhile. A
-- failure is recorded and tried again in the next run; the promotion does not depend on it.
create or replace function ops.refresh_benchmarks(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- only the owner may refresh; asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    c_view_name constant text := 'category_benchmarks';
    v_mark timestamptz := clock_timestamp();
    v_version bigint;
    v_row_count bigint;
    v_message text;
    v_code text;
begin
    -- Read before the refresh: a change that commits meanwhile causes one refresh too many and is never missed.
    select coalesce(max(i.id), 0) into v_version from ops.cache_invalidations as i;
    if exists (
        select from ops.refresh_log as r
        where r.view_name = c_view_name and r.status = 'succeeded' and r.data_version = v_version
    ) then
        return row(0, false)::ops.job_slice;
    end if;

    begin
        refresh materialized view concurrently definitions.mv_category_benchmarks;
        select count(*) into v_row_count from definitions.mv_category_benchmarks;
    exception when others then
        get stacked diagnostics v_message = message_text, v_code = returned_sqlstate;
    end;
    insert into ops.refresh_log (
        view_name, started_at, finished_at, status, data_version, row_count, duration_ms, error, error_code
    )
    select
        c_view_name, p_now, p_now + t.elapsed, case when v_message is null then 'succeeded' else 'failed' end, v_version,
        v_row_count, round(extract(epoch from t.elapsed) * 1000, 1), v_message, v_code
    from (select clock_timestamp() - v_mark as elapsed) as t;
    return row(coalesce(v_row_count, 0), false)::ops.job_slice;
end;
$$;
comment on function ops.refresh_benchmarks(timestamptz) is 'Job: refreshes mart.category_benchmarks when data changed.';
grant execute on function ops.refresh_benchmarks(timestamptz) to asinmart_admin;
