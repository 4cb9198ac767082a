-- Turn the reviews of a run into rows of pg_temp.review_rows, checked: p_items are the items of one shape. Should the adapter raise, the
-- items are adapted in halves, so that the item at fault alone is rejected, as adapter_failed.
create or replace function staging_raw.adapt_reviews(
    p_run core.ingest_runs,
    p_shape text,
    p_items integer[],
    p_now timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_half integer := cardinality(p_items) / 2;
    v_from timestamptz := p_run.started_at - interval '1 day';
    v_to timestamptz := p_run.landed_at + interval '1 day';
begin
    execute staging_raw.review_statement(('staging_raw.from_' || p_shape)::regproc)
    using p_run.job_id, p_run.marketplace, p_run.observed_at, p_run.observed_on, p_now, p_items, v_from, v_to;
exception when data_exception or program_limit_exceeded then
    if v_half > 0 then
        perform staging_raw.adapt_reviews(p_run, p_shape, p_items[:v_half], p_now);
        perform staging_raw.adapt_reviews(p_run, p_shape, p_items[v_half + 1:], p_now);
        return;
    end if;
    insert into pg_temp.observations (raw_event_id, item_no, source, reject_code, reject_detail)
    select r.id, r.item_no, r.source, 'adapter_failed', format('the adapter for %s raised %s: %s', p_shape, sqlstate, sqlerrm)
    from staging_raw.raw_events as r
    where r.job_id = p_run.job_id
        and r.item_no = p_items[1]
        and r.fetched_at between v_from and v_to;
end;
$$;
comment on function staging_raw.adapt_reviews(core.ingest_runs, text, integer[], timestamptz) is 'Adapts and checks the reviews of one shape.';
