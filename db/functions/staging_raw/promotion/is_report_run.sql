-- Whether a run holds reports, by its first item: sources never mix them with observations.
create or replace function staging_raw.is_report_run(p_run core.ingest_runs)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        (
            select
                p.item ? 'reportSpecification'
                or exists (select from staging_raw.report_kinds() as k where k.shape = staging_raw.payload_shape(p.item))
            from staging_raw.raw_events as r
            cross join lateral (select r.payload || '{}' as item offset 0) as p
            where r.job_id = p_run.job_id
                and r.item_no > 0
                and r.fetched_at between p_run.started_at - interval '1 day' and p_run.landed_at + interval '1 day'
            order by r.item_no
            limit 1
        ),
        false
    );
$$;
comment on function staging_raw.is_report_run(core.ingest_runs) is 'Whether a run holds reports of a seller rather than observations.';
