-- Promote one slice of the next run in line: new runs oldest first, then those of replays in their order, so that a
-- replay of years does not delay today's data. When no run waits, refresh the marts after changes that other sessions
-- made in core. Waits for a running promotion.
-- A run whose promotion raises an error is marked FAILED with the reason after a few attempts, and the next run is
-- promoted. Temporary errors (a lock, a deadlock, a full disk, a shutdown) do not count as attempts: the run keeps its
-- place and is tried again a minute later.
create or replace function ops.promote_next(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- the loader may wait for a replay but does not write core
set search_path = pg_catalog, pg_temp
as $$
declare
    c_max_attempts constant integer := 3;
    v_job_id text;
    v_accepted_before integer;
    v_result ops.promotion_result;
    v_message text;
    v_code text;
begin
    perform ops.lock_promotion(true);
    select r.job_id, r.accepted_count into v_job_id, v_accepted_before
    from core.ingest_runs as r
    where r.status = 'LANDED'
    order by r.replay_id is not null, r.queued_at, r.id
    limit 1;
    if not found then
        return row(ops.refresh_dirty(p_now), false)::ops.job_slice;
    end if;

    begin
        v_result := ops.promote_run(v_job_id, p_now);
        return row(v_result.accepted_count - v_accepted_before, true)::ops.job_slice;
    exception when others then
        get stacked diagnostics v_message = message_text, v_code = returned_sqlstate;
    end;
    if left(v_code, 2) in ('40', '53', '55', '57', '58') then
        update core.ingest_runs as r set error = v_message, error_code = v_code where r.job_id = v_job_id;
        return row(0, false)::ops.job_slice;
    end if;
    -- A run that keeps failing goes to the end of the line, so that it does not hold up the others.
    update core.ingest_runs as r
    set attempts = r.attempts + 1,
        error = v_message,
        error_code = v_code,
        queued_at = clock_timestamp(),
        status = case when r.attempts + 1 >= c_max_attempts then 'FAILED' else r.status end,
        finished_at = case when r.attempts + 1 >= c_max_attempts then clock_timestamp() end
    where r.job_id = v_job_id;
    return row(
        0, exists (select from core.ingest_runs as r where r.status = 'LANDED' and r.job_id <> v_job_id)
    )::ops.job_slice;
end;
$$;
comment on function ops.promote_next(timestamptz) is 'Promotes the next slice of the first run in line, or refreshes the marts after manual changes.';
grant execute on function ops.promote_next(timestamptz) to asinmart_loader, asinmart_admin;
