-- Why a row of Seller Analytics cannot be kept; null where it can. PL/pgSQL, because a call of SQL that is not inlined costs ten
-- times as much.
create or replace function staging_raw.keyword_count_reject_code(
    p_row staging_raw.keyword_count_row,
    p_marketplace text
)
returns text
language plpgsql
immutable
parallel safe
as $$
begin
    return case
        when p_marketplace is null then 'marketplace_unknown'
        when p_row.fault is not null then 'report_unreadable'
        when (p_row.period_type in ('DAY', 'WEEK', 'MONTH')) is not true then 'period_invalid'
        when p_row.row_key is null and p_row.covered = '{}' then null
        when (p_row.asin ~ '^[A-Z0-9]{10}$') is not true then 'asin_invalid'
        when p_row.row_key is null then null
        when p_row.query_keyword is null then 'query_missing'
        when least(
            p_row.impression_count, p_row.same_day_shipping_impression_count, p_row.one_day_shipping_impression_count,
            p_row.two_day_shipping_impression_count, p_row.click_count, p_row.same_day_shipping_click_count,
            p_row.one_day_shipping_click_count, p_row.two_day_shipping_click_count, p_row.cart_add_count,
            p_row.same_day_shipping_cart_add_count, p_row.one_day_shipping_cart_add_count, p_row.two_day_shipping_cart_add_count,
            p_row.purchase_count, p_row.same_day_shipping_purchase_count, p_row.one_day_shipping_purchase_count,
            p_row.two_day_shipping_purchase_count
        ) < 0 then 'count_negative'
    end;
end;
$$;
comment on function staging_raw.keyword_count_reject_code(staging_raw.keyword_count_row, text) is 'Why a row of Seller Analytics is rejected; null where it is not.';
