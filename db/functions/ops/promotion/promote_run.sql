-- Promote the next slice of one landed run into core and mart, in the caller's transaction: adapt, check, apply,
-- refresh, announce. Readers see all of it or nothing; after a crash the run is still landed. Waits for a running
-- promotion.
-- More rejects than reject_share_limit stop the run before core: it is then HALTED and waits for ops.replay. Report rows that a later
-- row of the run replaces are no loss and do not count there. A run of a replay first withdraws the observations and reports
-- that its items no longer give.
-- Raises AM404 for an unknown run. A run that is not waiting for promotion is returned unchanged. Definer: the loader
-- may promote its runs without owning core.
create or replace function ops.promote_run(
    p_job_id text,
    p_now timestamptz default now()
)
returns ops.promotion_result
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off  -- plans over many small partitions cost more to compile than to run
as $$
declare
    v_run core.ingest_runs;
    v_to_item_no integer;
    v_mark timestamptz;
    v_stages jsonb := jsonb '{}';
    v_received integer;
    v_rejected integer;
    v_replaced integer;
    v_accepted integer;
    v_withdrawn integer;
    v_refreshed jsonb;
    v_result ops.promotion_result;
begin
    perform ops.lock_promotion(true);
    v_mark := clock_timestamp();
    select r.* into v_run from core.ingest_runs as r where r.job_id = p_job_id for update;
    if not found then
        raise exception 'there is no run %', p_job_id
            using errcode = 'AM404', hint = 'Look up the job id in core.ingest_runs or with asinmart status.';
    end if;
    if v_run.status <> 'LANDED' then
        return ops.run_result(v_run);
    end if;

    perform ops.promotion_scratch();
    -- A report is replaced as a whole, so a run of reports is one slice.
    v_to_item_no := case
        when staging_raw.is_report_run(v_run) then v_run.item_count
        else least(v_run.item_count, v_run.promoted_item_no + ops.setting('promotion_slice_items')::integer)
    end;
    perform staging_raw.adapt_run(v_run, v_to_item_no, p_now);
    v_rejected := staging_raw.reject_observations(v_run, v_to_item_no, p_now);
    v_received := staging_raw.count_received(v_run, v_to_item_no);
    perform ops.note_readings(v_run);
    v_stages := v_stages || ops.stage_ms('adapt', v_mark);

    select count(*)::integer into v_replaced from pg_temp.observations as o where o.reject_code = 'report_replaced';
    if v_rejected - v_replaced > ops.setting('reject_share_limit')::numeric * (v_received - v_replaced) then
        return ops.halt_run(v_run, v_received, v_rejected, p_now);
    end if;

    v_mark := clock_timestamp();
    if v_run.replay_id is not null then
        v_withdrawn := core.withdraw_observations() + core.withdraw_reviews() + sqp.withdraw_reports(v_run)
            + sqp.withdraw_seller_reports(v_run);
    end if;
    v_accepted := core.apply_observations(p_job_id) + core.apply_reviews(p_job_id) + sqp.apply_search_reports(v_run)
        + sqp.apply_seller_reports(v_run);
    if v_run.replay_id is not null then
        perform core.reconcile_withdrawals();
    end if;
    v_stages := v_stages || ops.stage_ms('apply', v_mark);
    v_refreshed := ops.refresh_marts(p_job_id, p_now);
    v_stages := v_stages || (v_refreshed -> 'stage_ms');
    v_result := ops.record_slice(v_run, v_to_item_no, v_received, v_accepted, v_rejected, v_refreshed, v_stages);
    if v_run.replay_id is not null then
        return ops.record_replay_slice(v_run, v_result, v_withdrawn, v_accepted, v_refreshed);
    end if;
    return v_result;
end;
$$;
comment on function ops.promote_run(text, timestamptz) is 'Promotes the next slice of a landed run into core and mart.';
grant execute on function ops.promote_run(text, timestamptz) to asinmart_loader, asinmart_worker, asinmart_admin;
