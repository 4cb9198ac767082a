-- Compute daily rows, marts, alerts and the announcement from changed snapshots: for the days in pg_temp.changed_days
-- and those in ops.dirty_days and ops.dirty_pairs. The caller holds the promotion lock and has created the scratch
-- tables.
-- Returns {"changed_days": n, "alerts": n, "stage_ms": {stage: ms}}.
create or replace function ops.refresh_marts(
    p_job_id text,
    p_now timestamptz
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_mark timestamptz := clock_timestamp();
    v_stages jsonb := jsonb '{}';
    v_alerts integer := 0;
begin
    perform ops.drain_dirty_products();
    perform ops.drain_dirty_pairs();
    perform ops.drain_dirty_brand_products();
    perform ops.drain_dirty_features();
    perform ops.drain_dirty_days('snapshot');
    perform set_config('asinmart.is_promoting', 'on', true);
    perform core.refresh_product_metrics_daily();
    perform set_config('asinmart.is_promoting', 'off', true);
    -- Daily rows that were changed manually are kept: they join after the daily stage, which would overwrite them.
    perform ops.drain_dirty_days('daily');
    analyze pg_temp.changed_days;
    v_stages := v_stages || ops.stage_ms('daily', v_mark);

    v_mark := clock_timestamp();
    if exists (select from pg_temp.changed_features) then
        perform set_config('asinmart.is_promoting', 'on', true);
        perform core.refresh_feature_values();
        perform set_config('asinmart.is_promoting', 'off', true);
        v_stages := v_stages || ops.stage_ms('features', v_mark);
    end if;

    v_mark := clock_timestamp();
    perform mart.refresh_product_latest();
    v_stages := v_stages || ops.stage_ms('latest', v_mark);

    v_mark := clock_timestamp();
    if exists (select from pg_temp.changed_days) then
        perform mart.refresh_product_days();
        v_stages := v_stages || ops.stage_ms('days', v_mark);
    end if;

    v_mark := clock_timestamp();
    perform mart.refresh_competitor_comparison_daily();
    v_stages := v_stages || ops.stage_ms('comparison', v_mark);

    v_mark := clock_timestamp();
    if exists (select from pg_temp.changed_reports) then
        perform sqp.refresh_brand_product_segments(p_now);
        v_stages := v_stages || ops.stage_ms('segments', v_mark);
    end if;

    v_mark := clock_timestamp();
    if exists (select from pg_temp.refreshed_days)
        or exists (select from pg_temp.changed_lists)
        or exists (select from ops.dirty_rules) then
        v_alerts := core.raise_alerts(p_job_id, p_now);
        perform ops.queue_notifications(p_now);
        v_stages := v_stages || ops.stage_ms('alerts', v_mark);
    end if;

    v_mark := clock_timestamp();
    perform ops.announce_changes(p_job_id, p_now);
    v_stages := v_stages || ops.stage_ms('announce', v_mark);

    -- The first load fills them; after that a job keeps them up to date.
    if not exists (select from definitions.mv_category_benchmarks)
        and exists (select from mart.product_latest as l where l.bsr_category is not null) then
        perform ops.refresh_benchmarks(p_now);
    end if;

    return jsonb_build_object(
        'changed_days', (select count(*) from pg_temp.changed_days),
        'alerts', v_alerts,
        'stage_ms', v_stages
    );
end;
$$;
comment on function ops.refresh_marts(text, timestamptz) is 'Updates daily rows, marts, alerts and caches after changes.';
