-- Wanted are the periods of sqp.wanted_periods where the tenant has a credential in use or reports, and every period that a product
-- of the brand has a report of. A report in hand counts first, then what keeps it away. Products are looked for among the rows of a
-- brand ("offset 0"), so that EXPLAIN does not show a tenant's login whether another tenant has reports of a product.
set role mart_owner;
create or replace view sqp.coverage as
select
    b.tenant_id,
    b.id as brand_id,
    s.asin,
    s.marketplace,
    s.period_type,
    s.start_date,
    s.end_date,
    s.state,
    case s.state
        when 'reported' then format('The report lists %s search queries of the product.', s.query_count)
        when 'not_listed' then 'The report has come and lists no search query of the product: its counts are too small for the list, not 0.'
        when 'no_data_yet' then coalesce(s.error || ' ', '')
            || format('Amazon reports this period from about %s on.', (greatest(s.available_at, s.next_attempt_at) at time zone 'UTC')::date)
        when 'access_denied' then format('Amazon refuses access: %s', s.access_error)
        when 'requested' then coalesce(
            s.error,
            case s.request_state
                when 'queued' then 'The report is about to be asked.'
                when 'requested' then 'Amazon is making the report.'
                else 'The report has come and waits for promotion.'
            end
        )
        when 'failed' then case
            when s.request_state = 'loaded' then format('The report has come with run %s, which brought nothing of the product.', s.job_id)
            else s.error || coalesce(format(' It is asked again from %s on.', (s.next_attempt_at at time zone 'UTC')::date), '')
        end
        else case
            when s.region is null then 'The region of this marketplace in the Selling Partner API is not known.'
            when s.is_active is null then 'No credential of the Selling Partner API is stored for this marketplace.'
            when not s.is_active then 'The credential of the Selling Partner API is switched off.'
            when s.available_at is null then 'The period is older than those that are asked for.'
            else 'The report is not asked yet: only some reports are asked a day.'
        end
    end as reason,
    s.requested_at,
    s.reported_at,
    s.attempts,
    case when s.state in ('no_data_yet', 'failed') then greatest(s.available_at, s.next_attempt_at) end as next_attempt_at
from core.brands as b
cross join lateral (
    select
        g.asin,
        g.marketplace,
        g.period_type,
        g.start_date,
        g.end_date,
        g.available_at,
        k.spapi_region as region,
        c.is_active,
        c.access_error,
        g.query_count,
        g.reported_at,
        g.attempts,
        r.state as request_state,
        r.error,
        r.job_id,
        r.requested_at,
        r.next_attempt_at,
        case
            when g.query_count > 0 then 'reported'
            when g.query_count = 0 then 'not_listed'
            when g.available_at > now() then 'no_data_yet'
            when c.is_active and c.access_state = 'denied' then 'access_denied'
            when r.state in ('queued', 'requested') or r.state = 'loaded' and n.status = 'LANDED' then 'requested'
            when r.state = 'no_data_yet' then 'no_data_yet'
            when r.state in ('failed', 'loaded') then 'failed'
            else 'not_asked'
        end as state
    from (
        -- Grouped rather than joined: how many rows a set of arrays has the planner cannot know.
        select
            f.asin,
            f.marketplace,
            f.period_type,
            f.start_date,
            max(f.end_date) as end_date,
            max(f.available_at) as available_at,
            max(f.query_count) as query_count,
            max(f.reported_at) as reported_at,
            max(f.request_id) as request_id,
            count(f.asked_at)::integer as attempts
        from (
            select
                m.asin, m.marketplace, p.period_type, p.start_date, p.end_date, p.available_at, true as is_wanted,
                null::integer as query_count, null::timestamptz as reported_at, null::bigint as request_id, null::timestamptz as asked_at
            from (
                select w.marketplace, w.period_type, w.start_date, w.end_date, max(w.available_at) as available_at
                from (
                    select k.marketplace, v.period_type, v.start_date, v.end_date, v.available_at
                    from core.marketplaces as k
                    left join app.spapi_credentials as c on c.tenant_id = b.tenant_id and c.region = k.spapi_region
                    cross join sqp.wanted_periods(now()) as v
                    where c.is_active or exists (select from sqp.asin_performance_data as o where o.tenant_id = b.tenant_id)
                    union all
                    select a.marketplace, a.period_type, a.start_date, a.end_date, null
                    from core.asin_brand_mapping as x
                    inner join sqp.asin_performance_data as a
                        on a.tenant_id = x.tenant_id and a.asin = x.asin and a.marketplace = x.marketplace
                    where x.tenant_id = b.tenant_id and x.brand_id = b.id and x.is_active
                ) as w
                group by w.marketplace, w.period_type, w.start_date, w.end_date
            ) as p
            inner join core.asin_brand_mapping as m
                on m.tenant_id = b.tenant_id and m.brand_id = b.id and m.marketplace = p.marketplace and m.is_active
            union all
            select
                a.asin, a.marketplace, a.period_type, a.start_date, null, null, false, a.query_count, a.reported_at, null, null
            from core.asin_brand_mapping as x
            inner join sqp.asin_performance_data as a on a.tenant_id = x.tenant_id and a.asin = x.asin and a.marketplace = x.marketplace
            where x.tenant_id = b.tenant_id and x.brand_id = b.id and x.is_active
            union all
            select y.asin, q.marketplace, q.period_type, q.start_date, null, null, false, null, null, q.id, q.asked_at
            from sqp.report_requests as q
            cross join lateral unnest(q.asins) as y (asin)
            where q.tenant_id = b.tenant_id
        ) as f
        group by f.asin, f.marketplace, f.period_type, f.start_date
        having bool_or(f.is_wanted)
    ) as g
    inner join core.marketplaces as k on k.marketplace = g.marketplace
    left join app.spapi_credentials as c on c.tenant_id = b.tenant_id and c.region = k.spapi_region
    left join sqp.report_requests as r on r.tenant_id = b.tenant_id and r.id = g.request_id
    left join core.ingest_runs as n on n.job_id = r.job_id
    offset 0
) as s
where b.is_active;
comment on view sqp.coverage is 'One row per tenant, product of an active brand, marketplace and wanted period: whether its Search Query Performance report is there, and else why not.';
comment on column sqp.coverage.tenant_id is 'Tenant.';
comment on column sqp.coverage.brand_id is 'Brand of the product, see mart.brands.';
comment on column sqp.coverage.asin is 'Product.';
comment on column sqp.coverage.marketplace is 'Marketplace code.';
comment on column sqp.coverage.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.coverage.start_date is 'First day of the period.';
comment on column sqp.coverage.end_date is 'Last day of the period.';
comment on column sqp.coverage.state is 'reported, not_listed (the report lists no query of the product), not_asked, requested, no_data_yet (Amazon has none yet), failed (at Amazon or on the way), access_denied.';
comment on column sqp.coverage.reason is 'The state in a sentence.';
comment on column sqp.coverage.requested_at is 'When the report was last requested; null: never by the planner.';
comment on column sqp.coverage.reported_at is 'When the present report was loaded; null: there is none.';
comment on column sqp.coverage.attempts is 'How often Amazon was asked for it.';
comment on column sqp.coverage.next_attempt_at is 'When it may be asked next; null: it is there, under way, or no time is set.';
grant select on sqp.coverage to asinmart_api, asinmart_admin, asinmart_owner;
reset role;
