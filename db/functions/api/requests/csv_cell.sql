-- A text that a spreadsheet would read as a formula gets an apostrophe in front; a number keeps its sign.
create or replace function api.csv_cell(p_value json)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when c.cell ~ '[",\r\n]|^\s|\s$' then '"' || replace(c.cell, '"', '""') || '"' else c.cell end
    from (
        select case
            when json_typeof(p_value) = 'null' or p_value is null then ''
            when json_typeof(p_value) <> 'string' then replace(p_value::text, e'\n', '')
            when p_value #>> '{}' ~ '^[-=+@\t\r]' then '''' || (p_value #>> '{}')
            else p_value #>> '{}'
        end as cell
    ) as c;
$$;
comment on function api.csv_cell(json) is 'A JSON value as a CSV cell: quoted where needed, never a formula, empty for null.';
grant execute on function api.csv_cell(json) to asinmart_api;
