-- Sums of a Search Query Performance report over the queries that it lists. No SET clause: it must inline.
create or replace function definitions.search_report_totals(p_from date, p_to date)
returns table (
    tenant_id uuid,
    id bigint,
    query_count integer,
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
    smallest_impressions bigint
)
language sql
stable
as $$
    select
        a.tenant_id,
        a.id,
        q.query_count,
        q.total_impressions,
        q.asin_impressions,
        q.total_clicks,
        q.asin_clicks,
        q.total_cart_adds,
        q.asin_cart_adds,
        q.total_purchases,
        q.asin_purchases,
        q.priced_purchases,
        q.purchase_value,
        q.smallest_impressions
    from sqp.asin_performance_data as a
    cross join lateral (
        select
            count(*)::integer as query_count,
            sum(p.total_query_impression_count)::bigint as total_impressions,
            sum(p.asin_impression_count)::bigint as asin_impressions,
            sum(p.total_click_count)::bigint as total_clicks,
            sum(p.asin_click_count)::bigint as asin_clicks,
            sum(p.total_cart_add_count)::bigint as total_cart_adds,
            sum(p.asin_cart_add_count)::bigint as asin_cart_adds,
            sum(p.total_purchase_count)::bigint as total_purchases,
            sum(p.asin_purchase_count)::bigint as asin_purchases,
            (sum(p.asin_purchase_count) filter (where p.asin_median_purchase_price is not null))::bigint as priced_purchases,
            sum(p.asin_median_purchase_price * p.asin_purchase_count) as purchase_value,
            case when count(*) = count(p.asin_impression_count) then min(p.asin_impression_count) end as smallest_impressions
        from sqp.search_query_performance as p
        where p.tenant_id = a.tenant_id and p.asin_performance_id = a.id
    ) as q
    where a.start_date between p_from and p_to
$$;
comment on function definitions.search_report_totals(date, date) is 'Sums of search query reports that begin in a date range.';
