-- Store the rejects of pg_temp.observations and settle earlier ones that a replay has accepted; returns how many of the
-- slice are rejected, including those that could not be stored as JSON.
create or replace function staging_raw.reject_observations(
    p_run core.ingest_runs,
    p_to_item_no integer,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    update staging_raw.rejected_events as e
    set resolved_at = p_now
    where e.job_id = p_run.job_id
        and e.stage <> 'load'
        and e.resolved_at is null
        and e.item_no > p_run.promoted_item_no
        and e.item_no <= p_to_item_no
        and not exists (
            select from pg_temp.observations as o
            where o.raw_event_id = e.raw_event_id
                and o.element_no is not distinct from e.element_no
                and o.reject_code = e.reason_code
        );

    with again as (
        update staging_raw.rejected_events as e
        set attempts = e.attempts + 1, rejected_at = p_now, detail = o.reject_detail
        from pg_temp.observations as o
        where e.job_id = p_run.job_id
            and e.resolved_at is null
            and e.raw_event_id = o.raw_event_id
            and e.element_no is not distinct from o.element_no
            and e.reason_code = o.reject_code
        returning e.raw_event_id, e.element_no, e.reason_code
    )
    insert into staging_raw.rejected_events (
        job_id, item_no, element_no, raw_event_id, stage, reason_code, detail, rejected_at
    )
    select
        p_run.job_id,
        o.item_no,
        o.element_no,
        o.raw_event_id,
        case when o.reject_code in ('shape_unknown', 'adapter_failed', 'no_observation') then 'adapt' else 'check' end,
        o.reject_code,
        o.reject_detail,
        p_now
    from pg_temp.observations as o
    where o.reject_code is not null
        and not exists (
            select from again
            where again.raw_event_id = o.raw_event_id
                and again.element_no is not distinct from o.element_no
                and again.reason_code = o.reject_code
        );

    select count(*)::integer into v_count
    from staging_raw.rejected_events as e
    where e.job_id = p_run.job_id
        and e.resolved_at is null
        and e.item_no > p_run.promoted_item_no
        and e.item_no <= p_to_item_no;
    return v_count;
end;
$$;
comment on function staging_raw.reject_observations(core.ingest_runs, integer, timestamptz) is 'Stores rejected observations and settles earlier rejects that now pass.';
