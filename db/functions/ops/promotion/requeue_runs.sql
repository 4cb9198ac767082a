-- Set the runs of a replay back to LANDED, at the end of the line and in the given order. The caller holds the
-- promotion lock. queued_at orders the line, so the runs get instants a microsecond apart.
create or replace function ops.requeue_runs(
    p_replay_id bigint,
    p_job_ids text[]
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    update ops.replayed_runs as x set withdrawn_count = 0
    where x.replay_id = p_replay_id and x.job_id = any (p_job_ids) and x.withdrawn_count > 0;

    update core.ingest_runs as r
    set status = 'LANDED', replay_id = p_replay_id, queued_at = line.ends_at + j.place * interval '1 microsecond',
        finished_at = null, error = null, error_code = null, promoted_item_no = 0, received_count = 0, accepted_count = 0,
        duplicate_count = 0, rejected_count = 0, changed_day_count = 0, alert_count = 0, attempts = 0, duration_ms = null,
        stage_ms = '{}'
    from unnest(p_job_ids) with ordinality as j (job_id, place)
    cross join (select clock_timestamp() as ends_at offset 0) as line
    where r.job_id = j.job_id;
$$;
comment on function ops.requeue_runs(bigint, text[]) is 'Queues the runs of a replay for promotion, in the given order.';
