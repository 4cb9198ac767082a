-- Stop a run with too many rejects: no row of the slice goes to core, its rejects are kept, and the run waits for
-- ops.replay.
create or replace function ops.halt_run(
    p_run core.ingest_runs,
    p_received integer,
    p_rejected integer,
    p_now timestamptz
)
returns ops.promotion_result
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run core.ingest_runs;
begin
    update core.ingest_runs as r
    set status = 'HALTED',
        finished_at = p_now,
        attempts = r.attempts + 1,
        received_count = r.received_count + p_received,
        rejected_count = r.rejected_count + p_rejected,
        error = format(
            '%s of %s rows were rejected, more than the reject_share_limit of %s; no row of this slice went to core',
            p_rejected, p_received, ops.setting('reject_share_limit')
        ),
        error_code = 'AM422'
    where r.job_id = p_run.job_id
    returning r.* into v_run;
    return ops.run_result(v_run);
end;
$$;
comment on function ops.halt_run(core.ingest_runs, integer, integer, timestamptz) is 'Stops a run with too many rejects before core.';
