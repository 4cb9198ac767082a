-- Turn report rows of a run into rows of their kind, checked: p_items are the items of one shape. Should the adapter raise, only the
-- item that made it raise is rejected.
create or replace function staging_raw.adapt_reports(
    p_run core.ingest_runs,
    p_shape text,
    p_items integer[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item integer;
    v_adapter regproc := ('staging_raw.from_' || p_shape)::regproc;
begin
    execute staging_raw.report_statement(v_adapter)
    using p_run.job_id, p_run.marketplace, p_items, p_run.started_at - interval '1 day', p_run.landed_at + interval '1 day';
exception when data_exception or program_limit_exceeded then
    if cardinality(p_items) > 1 then
        foreach v_item in array p_items
        loop
            perform staging_raw.adapt_reports(p_run, p_shape, array[v_item]);
        end loop;
        return;
    end if;
    insert into pg_temp.observations (raw_event_id, item_no, source, reject_code, reject_detail)
    select r.id, r.item_no, r.source, 'adapter_failed', format('the adapter for %s raised %s: %s', p_shape, sqlstate, sqlerrm)
    from staging_raw.raw_events as r
    where r.job_id = p_run.job_id
        and r.item_no = p_items[1]
        and r.fetched_at between p_run.started_at - interval '1 day' and p_run.landed_at + interval '1 day';
end;
$$;
comment on function staging_raw.adapt_reports(core.ingest_runs, text, integer[]) is 'Adapts and checks the report rows of one shape.';
