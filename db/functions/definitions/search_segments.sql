-- Sums of each product's reports by week and month. A week is its week report. A month is its month report where there is one, else
-- the weeks that begin in it, never both; a week whose report lists nothing counts as reported and adds nothing. No SET clause: it
-- must inline.
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
        a.tenant_id, a.asin, a.marketplace, case a.period_type when 'WEEK' then 'weekly' else 'monthly' end, a.start_date, a.end_date,
        a.total_impressions, a.asin_impressions, a.total_clicks, a.asin_clicks, a.total_cart_adds, a.asin_cart_adds,
        a.total_purchases, a.asin_purchases, a.priced_purchases, a.purchase_value, 1, 1, a.start_date, a.end_date, a.query_count, false
    from sqp.asin_performance_data as a
    where a.period_type in ('WEEK', 'MONTH') and a.query_count > 0 and a.start_date between p_from and p_to
    union all
    select
        w.tenant_id, w.asin, w.marketplace, 'monthly', w.month, (w.month + interval '1 month - 1 day')::date,
        sum(w.total_impressions)::bigint, sum(w.asin_impressions)::bigint, sum(w.total_clicks)::bigint, sum(w.asin_clicks)::bigint,
        sum(w.total_cart_adds)::bigint, sum(w.asin_cart_adds)::bigint, sum(w.total_purchases)::bigint, sum(w.asin_purchases)::bigint,
        sum(w.priced_purchases)::bigint, sum(w.purchase_value), (count(*) filter (where w.query_count > 0))::integer, count(*)::integer,
        min(w.start_date) filter (where w.query_count > 0), max(w.end_date) filter (where w.query_count > 0),
        sum(w.query_count)::integer, true
    from (
        select a.*, date_trunc('month', a.start_date)::date as month
        from sqp.asin_performance_data as a
        where a.period_type = 'WEEK' and a.start_date between p_from and (p_to + interval '1 month')::date
    ) as w
    where w.month between p_from and p_to
        and not exists (
            select from sqp.asin_performance_data as m
            where m.tenant_id = w.tenant_id and m.asin = w.asin and m.marketplace = w.marketplace
                and m.period_type = 'MONTH' and m.start_date = w.month and m.query_count > 0
        )
    group by w.tenant_id, w.asin, w.marketplace, w.month
    having sum(w.query_count) > 0
$$;
comment on function definitions.search_segments(date, date) is 'Sums of search query reports by product and week or month that begins in a date range.';
