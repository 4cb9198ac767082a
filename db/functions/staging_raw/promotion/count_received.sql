-- Observations offered by a slice: one per item, per element of a list item, and per item that could not be stored as
-- JSON.
create or replace function staging_raw.count_received(
    p_run core.ingest_runs,
    p_to_item_no integer
)
returns integer
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        (select count(*) from pg_temp.observations)::integer
        + (select count(*) from pg_temp.search_query_rows as s where s.reject_code is null)::integer
        + (select count(*) from pg_temp.seller_report_rows as s where s.reject_code is null)::integer
        + (select count(*) from pg_temp.review_rows as s where s.reject_code is null)::integer
        + (
            select count(*)
            from staging_raw.rejected_events as e
            where e.job_id = p_run.job_id
                and e.stage = 'load'
                and e.resolved_at is null
                and e.item_no > p_run.promoted_item_no
                and e.item_no <= p_to_item_no
        )::integer;
$$;
comment on function staging_raw.count_received(core.ingest_runs, integer) is 'Number of observations that a slice of a run offered.';
