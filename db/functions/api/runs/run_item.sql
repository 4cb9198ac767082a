-- Leaves out the cost of the run and the loader's details of the source: file names belong to the user who loaded them.
create or replace function api.run_item(p_run core.ingest_runs)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'job_id', p_run.job_id, 'source', p_run.source, 'status', p_run.status, 'marketplace', p_run.marketplace,
        'started_at', p_run.started_at, 'landed_at', p_run.landed_at, 'promoted_at', p_run.promoted_at,
        'finished_at', p_run.finished_at, 'item_count', p_run.item_count, 'promoted_item_no', p_run.promoted_item_no,
        'received_count', p_run.received_count, 'accepted_count', p_run.accepted_count, 'duplicate_count', p_run.duplicate_count,
        'rejected_count', p_run.rejected_count, 'changed_day_count', p_run.changed_day_count, 'attempts', p_run.attempts,
        'duration_ms', p_run.duration_ms, 'stage_ms', p_run.stage_ms, 'error', p_run.error, 'error_code', p_run.error_code
    );
$$;
comment on function api.run_item(core.ingest_runs) is 'An ingest run as the REST API shows it: status, counts and times.';
grant execute on function api.run_item(core.ingest_runs) to asinmart_api;
