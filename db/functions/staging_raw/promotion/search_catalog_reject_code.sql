-- Why a row of a Search Catalog Performance report cannot be kept; null where it can. PL/pgSQL, because a call of SQL that is not
-- inlined costs ten times as much.
create or replace function staging_raw.search_catalog_reject_code(
    p_row staging_raw.search_catalog_row,
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
        when (
            p_row.period_type in ('WEEK', 'MONTH', 'QUARTER')
            and staging_raw.period_type_of(p_row.start_date, p_row.end_date) = p_row.period_type
        ) is not true then 'period_invalid'
        when p_row.row_key is null then null
        when p_row.asin is null or p_row.asin !~ '^[A-Z0-9]{10}$' then 'asin_invalid'
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
comment on function staging_raw.search_catalog_reject_code(staging_raw.search_catalog_row, text) is 'Why a row of a Search Catalog Performance report is rejected; null where it is not.';
