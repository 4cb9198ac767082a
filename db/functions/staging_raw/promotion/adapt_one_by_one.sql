-- The slow path for a shape whose adapter raised an error: one item at a time, so that only the failing items are
-- rejected.
create or replace function staging_raw.adapt_one_by_one(
    p_run core.ingest_runs,
    p_shape text,
    p_items integer[],
    p_now timestamptz,
    p_date_order text default ''
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_event record;
    v_adapter regproc := ('staging_raw.from_' || p_shape)::regproc;
    v_from timestamptz := p_run.started_at - interval '1 day';
    v_to timestamptz := p_run.landed_at + interval '1 day';
begin
    for v_event in
        select r.id, r.item_no, r.source
        from staging_raw.raw_events as r
        where r.job_id = p_run.job_id
            and r.item_no = any (p_items)
            and r.fetched_at between v_from and v_to
    loop
        begin
            execute staging_raw.adapt_statement(v_adapter)
            using p_run.job_id, v_event.item_no - 1, v_event.item_no, p_run.marketplace, p_run.observed_at, p_now,
                v_from, v_to, p_run.observed_on, p_date_order, null::integer[];
        exception when data_exception or program_limit_exceeded then
            insert into pg_temp.observations (raw_event_id, item_no, source, reject_code, reject_detail)
            values (
                v_event.id, v_event.item_no, v_event.source, 'adapter_failed',
                format('the adapter for %s raised %s: %s', p_shape, sqlstate, sqlerrm)
            );
        end;
    end loop;
end;
$$;
comment on function staging_raw.adapt_one_by_one(core.ingest_runs, text, integer[], timestamptz, text) is 'Adapts a shape item by item, rejecting the items on which its adapter raises an error.';
