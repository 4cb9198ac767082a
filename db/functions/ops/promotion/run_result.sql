create or replace function ops.run_result(p_run core.ingest_runs)
returns ops.promotion_result
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select
        p_run.job_id, p_run.status, p_run.received_count, p_run.accepted_count, p_run.duplicate_count,
        p_run.rejected_count, p_run.changed_day_count, p_run.alert_count, p_run.status = 'LANDED';
$$;
comment on function ops.run_result(core.ingest_runs) is 'A run as the result of its promotion: totals so far, and whether slices remain.';
