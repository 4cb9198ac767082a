-- Write one row per product and period that the accepted rows report, and note it in pg_temp.search_reports, unless a later arrival
-- reported the period. A product that a header names and that has no rows gets a report that lists nothing.
create or replace function sqp.write_reports(
    p_job_id text,
    p_tenant_id uuid,
    p_known_at timestamptz
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with named as (
        select s.asin, s.marketplace, s.period_type, s.start_date, s.end_date, s.source, s.raw_event_id
        from pg_temp.search_query_rows as s
        where s.reject_code is null and s.view = 'asin'
        union all
        select a.asin, s.marketplace, s.period_type, s.start_date, s.end_date, s.source, s.raw_event_id
        from (
            select
                x.requested_asins, x.marketplace, x.period_type, x.start_date, x.end_date, min(x.source) as source,
                min(x.raw_event_id) as raw_event_id
            from pg_temp.search_query_rows as x
            where x.reject_code is null
            group by x.requested_asins, x.marketplace, x.period_type, x.start_date, x.end_date
        ) as s
        cross join lateral unnest(s.requested_asins) as a (asin)
        where a.asin ~ '^[A-Z0-9]{10}$'
    ),
    reports as (
        select n.asin, n.marketplace, n.period_type, n.start_date, n.end_date, min(n.source) as source, max(n.raw_event_id) as raw_event_id
        from named as n
        group by n.asin, n.marketplace, n.period_type, n.start_date, n.end_date
    ),
    written as (
        insert into sqp.asin_performance_data as t (
            tenant_id, asin, marketplace, period_type, start_date, end_date, source, job_id, raw_event_id, first_reported_at, reported_at
        )
        select
            p_tenant_id, r.asin, r.marketplace, r.period_type, r.start_date, r.end_date, r.source, p_job_id, r.raw_event_id,
            p_known_at, p_known_at
        from reports as r
        order by r.asin, r.marketplace, r.period_type, r.start_date
        on conflict (tenant_id, asin, marketplace, period_type, start_date) do update
        set source = excluded.source, job_id = excluded.job_id, raw_event_id = excluded.raw_event_id, reported_at = excluded.reported_at
        where excluded.raw_event_id >= t.raw_event_id
        returning t.id, t.tenant_id, t.asin, t.marketplace, t.period_type, t.start_date, t.xmax = 0 as is_new
    )
    insert into pg_temp.search_reports (id, tenant_id, asin, marketplace, period_type, start_date, is_new)
    select w.id, w.tenant_id, w.asin, w.marketplace, w.period_type, w.start_date, w.is_new from written as w;
$$;
comment on function sqp.write_reports(text, uuid, timestamptz) is 'Writes the reports of a slice, without their rows.';
