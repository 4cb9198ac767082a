-- The sentence of a rejected report row.
create or replace function staging_raw.report_reject_detail(
    p_code text,
    p_row staging_raw.search_query_row
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case p_code
        when 'marketplace_unknown' then format('no marketplace has the id %s', p_row.marketplace_id)
        when 'brand_invalid' then case
            when p_row.brand is null then 'the export is of the brand view and does not name its brand: export it with the line above its header'
            else format('%s... is no name of a brand: it has more than 200 characters', left(p_row.brand, 40))
        end
        when 'period_invalid' then format(
            '%s to %s is no %s: weeks run from Sunday to Saturday, months and quarters from their first to their last day',
            coalesce(p_row.start_date::text, '?'), coalesce(p_row.end_date::text, '?'), coalesce(lower(p_row.period_type), 'period')
        )
        when 'asin_invalid' then case
            when p_row.asin is null then 'the report does not name its product; an export names it in the line above its header'
            else format('%s is no ASIN', left(p_row.asin, 40))
        end
        when 'query_missing' then 'the row has no search query'
        when 'count_negative' then 'a count is below 0'
        when 'price_too_large' then 'a price has more than 10 digits before its decimal sign'
        else p_row.fault
    end;
$$;
comment on function staging_raw.report_reject_detail(text, staging_raw.search_query_row) is 'Sentence that says why a report row is rejected.';
