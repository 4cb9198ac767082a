-- Reports to ask next, for seller accounts that may still ask, in their order (place, from 1 in each account): the period that became
-- available last comes first; within it products without any weekly report, then those whose own clicks, then impressions changed
-- most between their last two. A product has none twice while a request is under way, and comes again when its last request
-- allows it. 200 characters hold 18 ASINs with spaces between; after two failures in a row products are asked in ever smaller
-- groups, for one of them may be the cause.
create or replace function ops.due_search_reports(p_now timestamptz)
returns table (
    tenant_id uuid, region text, marketplace text, period_type text, start_date date, end_date date, asins text[], failure_count smallint,
    place bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with periods as (
        select w.period_type, w.start_date, w.end_date, w.available_at from sqp.wanted_periods(p_now) as w where w.available_at <= p_now
    ),
    -- Grouped rather than joined: how many rows a set of arrays has the planner cannot know.
    facts as (
        select
            m.tenant_id, m.marketplace, m.asin, p.period_type, p.start_date, l.region, p.end_date, p.available_at, false as is_reported,
            null::bigint as id, null::text as state, null::smallint as failure_count, null::timestamptz as next_attempt_at,
            null::text as job_id
        from ops.search_reports_left(p_now) as l
        inner join core.marketplaces as k on k.spapi_region = l.region
        inner join core.asin_brand_mapping as m on m.tenant_id = l.tenant_id and m.marketplace = k.marketplace and m.is_active
        inner join core.brands as b on b.id = m.brand_id and b.tenant_id = m.tenant_id and b.is_active
        cross join periods as p
        where l.reports_left > 0 and m.asin ~ '^[A-Z0-9]{10}$'
        union all
        select
            r.tenant_id, r.marketplace, x.asin, r.period_type, r.start_date, null, null, null, false, r.id, r.state, r.failure_count,
            r.next_attempt_at, r.job_id
        from sqp.report_requests as r
        cross join lateral unnest(r.asins) as x (asin)
        where r.start_date >= (select min(p.start_date) from periods as p)
        union all
        select a.tenant_id, a.marketplace, a.asin, a.period_type, a.start_date, null, null, null, true, null, null, null, null, null
        from sqp.asin_performance_data as a
        where a.start_date >= (select min(p.start_date) from periods as p)
    ),
    missing as (
        select
            f.tenant_id, f.marketplace, f.asin, f.period_type, f.start_date, max(f.region) as region, max(f.end_date) as end_date,
            max(f.available_at) as available_at, (array_agg(f.state order by f.id desc nulls last))[1] as state,
            (array_agg(f.failure_count order by f.id desc nulls last))[1] as failure_count,
            (array_agg(f.next_attempt_at order by f.id desc nulls last))[1] as next_attempt_at,
            (array_agg(f.job_id order by f.id desc nulls last))[1] as job_id
        from facts as f
        group by f.tenant_id, f.marketplace, f.asin, f.period_type, f.start_date
        having max(f.region) is not null and not bool_or(f.is_reported)
    ),
    due as (
        select
            m.tenant_id, m.region, m.marketplace, m.period_type, m.start_date, m.end_date, m.available_at, m.asin,
            case when m.state is null then 0 when m.state = 'access_denied' then m.failure_count else m.failure_count + 1 end as failure_count,
            case m.state when 'failed' then greatest(18 >> m.failure_count, 1) else 18 end as group_size
        from missing as m
        where (m.state is null or m.state = 'access_denied' or m.state in ('loaded', 'failed', 'no_data_yet') and m.next_attempt_at <= p_now)
            and not exists (select from core.ingest_runs as n where n.job_id = m.job_id and n.status = 'LANDED')
    ),
    placed as (
        select
            d.*,
            row_number() over (
                partition by d.tenant_id, d.marketplace, d.period_type, d.start_date, d.failure_count, d.group_size
                order by (w.report_count = 0) desc, abs(w.clicks) desc, abs(w.impressions) desc, d.asin
            ) - 1 as place
        from due as d
        cross join lateral (
            select
                count(*) as report_count,
                coalesce(sum(case a.age when 1 then a.asin_clicks else -a.asin_clicks end), 0) as clicks,
                coalesce(sum(case a.age when 1 then a.asin_impressions else -a.asin_impressions end), 0) as impressions
            from (
                select o.asin_clicks, o.asin_impressions, row_number() over (order by o.start_date desc) as age
                from sqp.asin_performance_data as o
                where o.tenant_id = d.tenant_id and o.asin = d.asin and o.marketplace = d.marketplace and o.period_type = 'WEEK'
                order by o.start_date desc
                limit 2
            ) as a
        ) as w
    )
    select
        g.tenant_id, g.region, g.marketplace, g.period_type, g.start_date, g.end_date, array_agg(g.asin order by g.place),
        g.failure_count::smallint,
        row_number() over (
            partition by g.tenant_id, g.region
            order by g.available_at desc, g.place / g.group_size, g.period_type desc, g.failure_count, g.marketplace
        )
    from placed as g
    group by g.tenant_id, g.region, g.marketplace, g.period_type, g.start_date, g.end_date, g.available_at, g.failure_count, g.group_size,
        g.place / g.group_size;
$$;
comment on function ops.due_search_reports(timestamptz) is 'Search query reports to ask next, in their order.';
