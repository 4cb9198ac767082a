-- Sums of each product's reports by week and month. A week is its week report. A month is its month report where there is one, else
-- the weeks that begin in it, never both; a week whose report lists nothing counts as reported and adds nothing. No SET clause: it
-- must inline.
-- A segment is found by its first report that lists something. So no set operation and no grouping stands between a caller that asks
-- for some products and the primary key of the reports; and weeks are listed one by one, because the planner takes a range of unknown
-- bounds for so few rows that it would rather read all products of the week.
create or replace function definitions.search_segments(p_from date, p_to date)
returns table (
    tenant_id uuid,
    asin text,
    marketplace text,
    segment_type text,
    period_start date,
    period_end date,
    total_impressions bigint,
    asin_impressions bigint,
    total_clicks bigint,
    asin_clicks bigint,
    total_cart_adds bigint,
    asin_cart_adds bigint,
    total_purchases bigint,
    asin_purchases bigint,
    priced_purchases bigint,
    purchase_value numeric,
    data_points_count integer,
    reported_count integer,
    earliest_date date,
    latest_date date,
    query_count integer,
    is_estimated boolean
)
language sql
stable
as $$
    select
        f.tenant_id, f.asin, f.marketplace, k.segment_type, p.period_start, p.period_end,
        s.total_impressions, s.asin_impressions, s.total_clicks, s.asin_clicks, s.total_cart_adds, s.asin_cart_adds,
        s.total_purchases, s.asin_purchases, s.priced_purchases, s.purchase_value,
        s.data_points_count, s.reported_count, s.earliest_date, s.latest_date, s.query_count, p.is_estimated
    from sqp.asin_performance_data as f
    cross join (values ('weekly'), ('monthly')) as k (segment_type)
    cross join lateral (
        select
            case when e.is_estimated then date_trunc('month', f.start_date::timestamp)::date else f.start_date end as period_start,
            case
                when e.is_estimated then (date_trunc('month', f.start_date::timestamp) + interval '1 month - 1 day')::date
                else f.end_date
            end as period_end,
            e.is_estimated
        from (select f.period_type = 'WEEK' and k.segment_type = 'monthly' as is_estimated) as e
    ) as p
    cross join lateral (
        select
            sum(a.total_impressions)::bigint as total_impressions,
            sum(a.asin_impressions)::bigint as asin_impressions,
            sum(a.total_clicks)::bigint as total_clicks,
            sum(a.asin_clicks)::bigint as asin_clicks,
            sum(a.total_cart_adds)::bigint as total_cart_adds,
            sum(a.asin_cart_adds)::bigint as asin_cart_adds,
            sum(a.total_purchases)::bigint as total_purchases,
            sum(a.asin_purchases)::bigint as asin_purchases,
            sum(a.priced_purchases)::bigint as priced_purchases,
            sum(a.purchase_value) as purchase_value,
            (count(*) filter (where a.query_count > 0))::integer as data_points_count,
            count(*)::integer as reported_count,
            min(a.start_date) filter (where a.query_count > 0) as earliest_date,
            max(a.end_date) filter (where a.query_count > 0) as latest_date,
            sum(a.query_count)::integer as query_count
        from sqp.asin_performance_data as a
        where a.tenant_id = f.tenant_id and a.asin = f.asin and a.marketplace = f.marketplace and a.period_type = f.period_type
            and a.start_date = any (case
                when p.is_estimated
                    then array[
                        f.start_date - 28, f.start_date - 21, f.start_date - 14, f.start_date - 7, f.start_date,
                        f.start_date + 7, f.start_date + 14, f.start_date + 21, f.start_date + 28
                    ]
                else array[f.start_date]
            end)
            and a.start_date between p.period_start and p.period_end
    ) as s
    where f.period_type in ('WEEK', 'MONTH')
        and (f.period_type = 'WEEK' or k.segment_type = 'monthly')
        and f.query_count > 0
        and f.start_date between p_from and (p_to + interval '1 month')::date
        and p.period_start between p_from and p_to
        -- Of the reports in a month without a report of its own, the first.
        and not (p.is_estimated and exists (
            select from sqp.asin_performance_data as o
            where o.tenant_id = f.tenant_id and o.asin = f.asin and o.marketplace = f.marketplace
                and o.period_type = 'MONTH' and o.start_date = p.period_start and o.query_count > 0
        ))
        and not (p.is_estimated and exists (
            select from sqp.asin_performance_data as o
            where o.tenant_id = f.tenant_id and o.asin = f.asin and o.marketplace = f.marketplace and o.period_type = 'WEEK'
                and o.start_date = any (array[f.start_date - 7, f.start_date - 14, f.start_date - 21, f.start_date - 28])
                and o.start_date >= p.period_start and o.query_count > 0
        ))
$$;
comment on function definitions.search_segments(date, date) is 'Sums of search query reports by product and week or month that begins in a date range.';
