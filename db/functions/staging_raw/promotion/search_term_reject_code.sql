-- Why a row of a Search Terms report cannot be kept; null where it can. The product is of anyone and is joined with nothing:
-- Amazon's own example has codes of 11 characters. PL/pgSQL, because a call of SQL that is not inlined costs ten times as much.
create or replace function staging_raw.search_term_reject_code(
    p_row staging_raw.search_term_row,
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
            p_row.period_type in ('DAY', 'WEEK', 'MONTH', 'QUARTER')
            and staging_raw.period_type_of(p_row.start_date, p_row.end_date) = p_row.period_type
        ) is not true then 'period_invalid'
        when p_row.row_key is null then null
        when p_row.search_term is null then 'query_missing'
        when p_row.fault is not null then 'report_unreadable'
        when (p_row.clicked_asin ~ '^[A-Z0-9]{10,12}$') is not true then 'asin_invalid'
        when not p_row.click_share between 0 and 1 or not p_row.conversion_share between 0 and 1 then 'share_invalid'
    end;
end;
$$;
comment on function staging_raw.search_term_reject_code(staging_raw.search_term_row, text) is 'Why a row of a Search Terms report is rejected; null where it is not.';
