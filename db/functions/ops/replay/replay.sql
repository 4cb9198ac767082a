-- Promote one run, or the runs that arrived in a range, again: after an adapter was fixed, a limit raised, an error in
-- core, or into an empty core. The runs wait behind new ones and keep their order; pg_cron promotes them, or a caller
-- of ops.promote_next. Observations that they no longer give are withdrawn; nothing is counted or alerted twice.
-- While runs of an equal request still wait, that replay continues and its number is returned.
-- Raises AM422 without run or range, AM404 for an unknown run or a range without runs, AM409 when the run is still
-- loading or staging no longer has its items.
create or replace function ops.replay(
    p_job_id text default null,
    p_from timestamptz default null,
    p_to timestamptz default null,
    p_now timestamptz default now()
)
returns bigint
language plpgsql
volatile
security definer  -- the loader may start a replay but does not write core
set search_path = pg_catalog, pg_temp
as $$
declare
    v_replay_id bigint;
    v_job_ids text[];
begin
    if p_job_id is null and p_from is null and p_to is null then
        raise exception 'a replay needs a job id or a range of arrival times'
            using errcode = 'AM422', hint = 'Call ops.replay(''job id'') or ops.replay(p_from => ''2026-03-01'', p_to => ''2026-04-01''); p_from 2000-01-01 replays everything.';
    end if;
    -- Waits for a running promotion, so that no run is requeued in the middle of it.
    perform ops.lock_promotion(true);
    select x.id into v_replay_id
    from ops.replays as x
    where (x.arrived_from_at, x.arrived_before_at, x.job_id) is not distinct from (p_from, p_to, p_job_id)
        and exists (select from core.ingest_runs as r where r.replay_id = x.id and r.status = 'LANDED');
    if found then
        return v_replay_id;
    end if;

    select array_agg(l.job_id order by l.place) into v_job_ids from ops.replayable_runs(p_from, p_to, p_job_id) as l;
    if v_job_ids is null then
        perform ops.refuse_replay(p_job_id);
    end if;
    insert into ops.replays (requested_at, arrived_from_at, arrived_before_at, job_id, run_count)
    values (p_now, p_from, p_to, p_job_id, cardinality(v_job_ids))
    returning id into v_replay_id;
    insert into ops.replayed_runs (
        replay_id, place, job_id, status, finished_at, received_count, accepted_count, duplicate_count, rejected_count,
        changed_day_count, alert_count
    )
    select
        v_replay_id, j.place, r.job_id, r.status, r.finished_at, r.received_count, r.accepted_count, r.duplicate_count,
        r.rejected_count, r.changed_day_count, r.alert_count
    from unnest(v_job_ids) with ordinality as j (job_id, place)
    inner join core.ingest_runs as r on r.job_id = j.job_id;
    perform ops.requeue_runs(v_replay_id, v_job_ids);
    return v_replay_id;
end;
$$;
comment on function ops.replay(text, timestamptz, timestamptz, timestamptz) is 'Promotes one run, or the runs that arrived in a range, again; returns the number of the replay.';
grant execute on function ops.replay(text, timestamptz, timestamptz, timestamptz) to asinmart_loader, asinmart_admin;
