-- The sentence of a rejected row of a report other than Search Query Performance, which is given as JSON. What both have in common
-- staging_raw.report_reject_detail says.
create or replace function staging_raw.report_reject_sentence(
    p_code text,
    p_row jsonb
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when p_code = 'asin_invalid' and coalesce(p_row ->> 'clicked_asin', p_row ->> 'asin') is null then 'the row names no product'
        when p_code = 'asin_invalid' then format('%s is no ASIN', left(coalesce(p_row ->> 'clicked_asin', p_row ->> 'asin'), 40))
        when p_code = 'query_missing' and p_row ->> 'report' = 'search_terms' then 'the row has no search term'
        when p_code = 'report_unreadable' and p_row ->> 'fault' is null
            then format('%s is no granularity: PARENT, CHILD and SKU are', left(p_row ->> 'scope', 40))
        when p_code = 'share_invalid' and p_row ->> 'report' = 'search_terms' then 'a share lies outside 0 to 1'
        when p_code = 'share_invalid' then 'a percentage lies outside 0 to 100'
        else staging_raw.report_reject_detail(p_code, jsonb_populate_record(null::staging_raw.search_query_row, p_row))
    end;
$$;
comment on function staging_raw.report_reject_sentence(text, jsonb) is 'Sentence that says why a row of another report is rejected.';
