-- Names again the run that brought what now stands of the reports in pg_temp.search_reports, after a later run was withdrawn: the one that
-- landed when their latest row became known. A run that changed nothing left no trace, so the first of equal reports counts.
create or replace function sqp.restore_report_runs(p_withdrawn_job_id text)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with known as (
        select
            a.id,
            a.tenant_id,
            coalesce(
                (
                    select max(q.known_from_at) from sqp.search_query_performance as q
                    where q.tenant_id = a.tenant_id and q.asin_performance_id = a.id
                ),
                a.first_reported_at
            ) as known_at
        from sqp.asin_performance_data as a
        inner join pg_temp.search_reports as r on r.tenant_id = a.tenant_id and r.id = a.id
    ),
    instants as (
        select distinct k.tenant_id, k.known_at from known as k
    ),
    runs as (
        select i.tenant_id, i.known_at, found.job_id, item.last_id, item.source
        from instants as i
        cross join lateral (
            select n.job_id
            from core.ingest_runs as n
            where n.landed_at = i.known_at
                and coalesce(n.owner_tenant_id, '00000000-0000-0000-0000-000000000001'::uuid) = i.tenant_id
                and n.job_id <> p_withdrawn_job_id
            order by n.id
            limit 1
        ) as found
        left join lateral (
            select e.id as last_id, case when e.payload ? 'reportSpecification' then 'api' else 'csv' end as source
            from staging_raw.raw_events as e
            where e.job_id = found.job_id
            order by e.item_no desc
            limit 1
        ) as item on true
    )
    update sqp.asin_performance_data as a
    set reported_at = k.known_at,
        job_id = coalesce(n.job_id, a.job_id),
        source = coalesce(n.source, a.source),
        raw_event_id = coalesce(n.last_id, 0)
    from known as k
    left join runs as n on n.tenant_id = k.tenant_id and n.known_at = k.known_at
    where a.tenant_id = k.tenant_id and a.id = k.id;
$$;
comment on function sqp.restore_report_runs(text) is 'Names the run that brought what stands of reports after a later run was withdrawn.';
