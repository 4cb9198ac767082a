-- Record a promoted slice in the ledger; after the last slice the run is SUCCESS, or PARTIAL when rows were rejected.
create or replace function ops.record_slice(
    p_run core.ingest_runs,
    p_to_item_no integer,
    p_received integer,
    p_accepted integer,
    p_rejected integer,
    p_refreshed jsonb,
    p_stages jsonb
)
returns ops.promotion_result
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run core.ingest_runs;
    v_is_last boolean := p_to_item_no >= p_run.item_count;
begin
    update core.ingest_runs as r
    set status = case
            when not v_is_last then 'LANDED'
            when r.rejected_count + p_rejected > 0 then 'PARTIAL'
            else 'SUCCESS'
        end,
        promoted_item_no = p_to_item_no,
        promoted_at = case when v_is_last then coalesce(r.promoted_at, clock_timestamp()) else r.promoted_at end,
        finished_at = case when v_is_last then clock_timestamp() end,
        attempts = r.attempts + 1,
        received_count = r.received_count + p_received,
        accepted_count = r.accepted_count + p_accepted,
        duplicate_count = r.duplicate_count + p_received - p_accepted - p_rejected,
        rejected_count = r.rejected_count + p_rejected,
        changed_day_count = r.changed_day_count + (p_refreshed ->> 'changed_days')::integer,
        alert_count = r.alert_count + (p_refreshed ->> 'alerts')::integer,
        duration_ms = coalesce(r.duration_ms, 0)
            + (select sum(s.value::numeric) from jsonb_each_text(p_stages) as s (key, value)),
        stage_ms = r.stage_ms || (
            select coalesce(jsonb_object_agg(s.key, coalesce((r.stage_ms ->> s.key)::numeric, 0) + s.value::numeric), '{}')
            from jsonb_each_text(p_stages) as s (key, value)
        ),
        error = null,
        error_code = null
    where r.job_id = p_run.job_id
    returning r.* into v_run;
    return ops.run_result(v_run);
end;
$$;
comment on function ops.record_slice(core.ingest_runs, integer, integer, integer, integer, jsonb, jsonb) is 'Records a promoted slice in the run ledger.';
