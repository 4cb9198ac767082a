-- Turn report rows of a run into rows of their kind, checked: p_items are the items of one shape. Should the adapter raise, the items are
-- adapted in halves; a small part of the most frequent reports by way of staging_raw.readable_report, which finds the field at fault
-- and rejects its row alone. An item on which the adapter raises even so is rejected as adapter_failed.
create or replace function staging_raw.adapt_reports(
    p_run core.ingest_runs,
    p_shape text,
    p_items integer[],
    p_is_careful boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    c_careful_items constant integer := 1000;
    v_half integer := cardinality(p_items) / 2;
    v_statement text := staging_raw.report_statement(('staging_raw.from_' || p_shape)::regproc);
begin
    if p_is_careful then
        v_statement := replace(v_statement, 'r.payload || ''{}''', 'staging_raw.readable_report(r.payload)');
    end if;
    execute v_statement
    using p_run.job_id, p_run.marketplace, p_items, p_run.started_at - interval '1 day', p_run.landed_at + interval '1 day';
exception when data_exception or program_limit_exceeded then
    if p_shape = 'search_query_report' and not p_is_careful and cardinality(p_items) <= c_careful_items then
        perform staging_raw.adapt_reports(p_run, p_shape, p_items, true);
        return;
    end if;
    if v_half > 0 then
        perform staging_raw.adapt_reports(p_run, p_shape, p_items[:v_half], p_is_careful);
        perform staging_raw.adapt_reports(p_run, p_shape, p_items[v_half + 1:], p_is_careful);
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
comment on function staging_raw.adapt_reports(core.ingest_runs, text, integer[], boolean) is 'Adapts and checks the report rows of one shape.';
