-- Put a run back to where it landed, so that the next promotion tries all of it again: after an adapter was mended, a limit
-- raised, or a mistake in core. Nothing is counted twice: what core already holds comes out as duplicate.
-- Raises AM404 when there is no such run, AM409 when it is still loading or its items are gone.
create or replace function ops.replay_run(p_job_id text)
returns void
language plpgsql
volatile
security definer  -- the loader may ask for a replay but does not write core
set search_path = ''
as $$
declare
    v_status text;
    v_started_at timestamptz;
    v_horizon date;
begin
    select r.status, r.started_at into v_status, v_started_at from core.ingest_runs as r where r.job_id = p_job_id for update;
    if not found then
        raise exception 'there is no run %', p_job_id
            using errcode = 'AM404', hint = 'Look up the job id in core.ingest_runs or with asinmart status.';
    end if;
    -- The lock keeps the items from retention until the run is put back.
    select p.horizon into v_horizon from ops.partition_policies as p where p.parent = 'staging_raw.raw_events' for share;
    if v_started_at < v_horizon::timestamp at time zone 'UTC' then
        raise exception 'the items of run % were taken away by retention', p_job_id
            using errcode = 'AM409', hint = 'Load them again as a new run, or attach their partition with ops.reattach_partition.';
    end if;
    if v_status = 'LOADING' then
        raise exception 'run % is still loading', p_job_id using errcode = 'AM409', hint = 'Wait until it has landed.';
    end if;
    update core.ingest_runs as r
    set status = 'LANDED', landed_at = clock_timestamp(), finished_at = null, error = null, error_code = null,
        promoted_item_no = 0, received_count = 0, accepted_count = 0, duplicate_count = 0, rejected_count = 0,
        changed_day_count = 0, alert_count = 0, attempts = 0, duration_ms = null, stage_ms = '{}'
    where r.job_id = p_job_id;
end;
$$;
comment on function ops.replay_run(text) is 'Sends a landed or finished run through promotion again.';
grant execute on function ops.replay_run(text) to asinmart_loader, asinmart_admin;
