-- Record a promoted slice in the totals of its replay. When the run withdrew observations, earlier observations of the
-- same product and instant may have been skipped when their run was promoted: the earlier runs of the replay, and
-- earlier slices of the run, are then promoted once more. They withdraw nothing, so this ends.
create or replace function ops.record_replay_slice(
    p_run core.ingest_runs,
    p_result ops.promotion_result,
    p_withdrawn integer,
    p_accepted integer,
    p_refreshed jsonb
)
returns ops.promotion_result
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_entry ops.replayed_runs;
    v_run core.ingest_runs;
begin
    update ops.replays as x
    set accepted_count = x.accepted_count + p_accepted,
        withdrawn_count = x.withdrawn_count + p_withdrawn,
        changed_day_count = x.changed_day_count + (p_refreshed ->> 'changed_days')::integer,
        alert_count = x.alert_count + (p_refreshed ->> 'alerts')::integer
    where x.id = p_run.replay_id;
    update ops.replayed_runs as x set withdrawn_count = x.withdrawn_count + p_withdrawn
    where x.replay_id = p_run.replay_id and x.job_id = p_run.job_id
    returning x.* into v_entry;
    if p_result.has_more or v_entry.withdrawn_count = 0 then
        return p_result;
    end if;

    perform ops.requeue_runs(p_run.replay_id, array(
        select x.job_id
        from ops.replayed_runs as x
        inner join core.ingest_runs as r on r.job_id = x.job_id and r.replay_id = x.replay_id
        where x.replay_id = p_run.replay_id
            and r.status in ('SUCCESS', 'PARTIAL')
            and (x.place < v_entry.place or (x.place = v_entry.place and p_run.promoted_item_no > 0))
        order by x.place
    ));
    select r.* into v_run from core.ingest_runs as r where r.job_id = p_run.job_id;
    return ops.run_result(v_run);
end;
$$;
comment on function ops.record_replay_slice(core.ingest_runs, ops.promotion_result, integer, integer, jsonb) is 'Records a promoted slice in the totals of its replay.';
