-- Which products of a brand have segments in a range of days, most impressions first: what a product table shows before it is expanded.
-- Reads with the rights of the caller.
create or replace function mart.get_product_segment_metadata(
    p_brand_id uuid,
    p_date_from date,
    p_date_to date
)
returns table (
    asin text,
    has_weekly_segments boolean,
    has_monthly_segments boolean,
    weekly_count integer,
    monthly_count integer,
    earliest_segment_date date,
    latest_segment_date date,
    total_segment_impressions bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        s.asin,
        coalesce(bool_or(s.segment_type = 'weekly'), false),
        coalesce(bool_or(s.segment_type = 'monthly'), false),
        (count(*) filter (where s.segment_type = 'weekly'))::integer,
        (count(*) filter (where s.segment_type = 'monthly'))::integer,
        min(s.earliest_date),
        max(s.latest_date),
        sum(s.asin_impressions)::bigint
    from mart.brand_product_segments as s
    where s.brand_id = p_brand_id
        and s.period_start >= p_date_from
        and s.period_end <= p_date_to
        and s.asin_impressions > 0
    group by s.asin
    order by sum(s.asin_impressions) desc, s.asin;
$$;
comment on function mart.get_product_segment_metadata(uuid, date, date) is 'Which products of a brand have weekly and monthly segments in a range of days.';
grant execute on function mart.get_product_segment_metadata(uuid, date, date) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
