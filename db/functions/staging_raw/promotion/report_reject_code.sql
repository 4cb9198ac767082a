-- Why a report row cannot be kept; null where it can. No SET clause, and immutable throughout (hence timestamps without time zone): it
-- must inline, being called for every row.
create or replace function staging_raw.report_reject_code(
    p_row staging_raw.search_query_row,
    p_marketplace text
)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when p_marketplace is null then 'marketplace_unknown'
        when p_row.fault is not null then coalesce(p_row.fault_code, 'report_unreadable')
        when p_row.period_type is null or p_row.start_date is null or p_row.end_date is null or not case p_row.period_type
            when 'WEEK' then extract(dow from p_row.start_date) = 0 and p_row.end_date = p_row.start_date + 6
            when 'MONTH' then p_row.start_date = date_trunc('month', p_row.start_date::timestamp)::date
                and p_row.end_date = (date_trunc('month', p_row.start_date::timestamp) + interval '1 month - 1 day')::date
            when 'QUARTER' then p_row.start_date = date_trunc('quarter', p_row.start_date::timestamp)::date
                and p_row.end_date = (date_trunc('quarter', p_row.start_date::timestamp) + interval '3 months - 1 day')::date
            else false
        end then 'period_invalid'
        when p_row.view = 'empty' then case when cardinality(p_row.requested_asins) = 0 then 'asin_invalid' end
        when p_row.view = 'brand' and (p_row.brand is null or length(p_row.brand) > 200) then 'brand_invalid'
        when p_row.view = 'asin' and (p_row.asin is null or p_row.asin !~ '^[A-Z0-9]{10}$') then 'asin_invalid'
        when p_row.search_query is null then 'query_missing'
        when least(
            p_row.search_query_volume, p_row.total_query_impression_count, p_row.asin_impression_count, p_row.total_click_count,
            p_row.asin_click_count, p_row.total_cart_add_count, p_row.asin_cart_add_count, p_row.total_purchase_count,
            p_row.asin_purchase_count
        ) < 0 then 'count_negative'
        when greatest(
            p_row.total_median_click_price, p_row.asin_median_click_price, p_row.total_median_cart_add_price,
            p_row.asin_median_cart_add_price, p_row.total_median_purchase_price, p_row.asin_median_purchase_price
        ) >= 10000000000 then 'price_too_large'
    end;
$$;
comment on function staging_raw.report_reject_code(staging_raw.search_query_row, text) is 'Why a report row is rejected; null where it is not.';
