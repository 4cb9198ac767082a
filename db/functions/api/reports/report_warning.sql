create or replace function api.report_warning(p_status text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select 'Thin data: a product was observed on less than half of the 30 days, or no competitor has data of the day. Read trends with care.'
    where p_status = 'thin_data';
$$;
comment on function api.report_warning(text) is 'What a reader must know about the data of a report of this status; null: nothing.';
grant execute on function api.report_warning(text) to asinmart_api;
