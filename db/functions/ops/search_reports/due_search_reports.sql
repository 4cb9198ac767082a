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
    with latest as (
        select distinct on (r.tenant_id, r.marketplace, r.period_type, r.start_date, x.asin)
            r.tenant_id, r.marketplace, r.period_type, r.start_date, x.asin, r.state, r.failure_count, r.next_attempt_at, r.job_id
        from sqp.report_requests as r
        cross join lateral unnest(r.asins) as x (asin)
        order by r.tenant_id, r.marketplace, r.period_type, r.start_date, x.asin, r.id desc
    ),
    due as (
        select
            m.tenant_id, c.region, m.marketplace, p.period_type, p.start_date, p.end_date, p.available_at, m.asin,
            case when l.asin is null then 0 when l.state = 'access_denied' then l.failure_count else l.failure_count + 1 end as failure_count,
            case l.state when 'failed' then greatest(18 >> l.failure_count, 1) else 18 end as group_size
        from ops.search_reports_left(p_now) as c
        inner join core.marketplaces as k on k.spapi_region = c.region
        inner join core.asin_brand_mapping as m on m.tenant_id = c.tenant_id and m.marketplace = k.marketplace and m.is_active
        inner join core.brands as b on b.id = m.brand_id and b.tenant_id = m.tenant_id and b.is_active
        inner join sqp.wanted_periods(p_now) as p on p.available_at <= p_now
        left join latest as l
            on l.tenant_id = m.tenant_id and l.marketplace = m.marketplace and l.period_type = p.period_type
            and l.start_date = p.start_date and l.asin = m.asin
        where c.reports_left > 0
            and m.asin ~ '^[A-Z0-9]{10}$'
            and (l.asin is null or l.state = 'access_denied' or l.state in ('loaded', 'failed', 'no_data_yet') and l.next_attempt_at <= p_now)
            and not exists (select from core.ingest_runs as n where n.job_id = l.job_id and n.status = 'LANDED')
            and not exists (
                select from sqp.asin_performance_data as a
                where a.tenant_id = m.tenant_id and a.asin = m.asin and a.marketplace = m.marketplace
                    and a.period_type = p.period_type and a.start_date = p.start_date
            )
    ),
    products as (
        select d.tenant_id, d.marketplace, d.asin, w.report_count, abs(w.clicks) as clicks, abs(w.impressions) as impressions
        from (select distinct d.tenant_id, d.marketplace, d.asin from due as d) as d
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
    ),
    placed as (
        select
            d.*,
            row_number() over (
                partition by d.tenant_id, d.marketplace, d.period_type, d.start_date, d.failure_count, d.group_size
                order by (p.report_count = 0) desc, p.clicks desc, p.impressions desc, d.asin
            ) - 1 as place
        from due as d
        inner join products as p on p.tenant_id = d.tenant_id and p.marketplace = d.marketplace and p.asin = d.asin
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
