-- The values of p_context, such as ASIN and marketplace, are added to every row. Line breaks are removed from the JSON:
-- they occur only between values, never inside one.
create or replace function api.lines(
    p_rows json,
    p_format text,
    p_columns text[],
    p_has_header boolean default true,
    p_context json default '{}'
)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select concat(
        case when p_format = 'csv' and p_has_header then array_to_string(p_columns, ',') || e'\r\n' end,
        (
            select string_agg(
                case p_format
                    when 'csv' then (
                        select string_agg(api.csv_cell(coalesce(p_context -> c.name, r.item -> c.name)), ',' order by c.place) || e'\r\n'
                        from unnest(p_columns) with ordinality as c (name, place)
                    )
                    else replace(
                        case
                            when p_context::text = '{}' then r.item::text
                            else rtrim(p_context::text, ' }') || ',' || ltrim(r.item::text, ' {')
                        end,
                        e'\n', ''
                    ) || e'\n'
                end,
                '' order by r.place
            )
            from json_array_elements(p_rows) with ordinality as r (item, place)
        )
    );
$$;
comment on function api.lines(json, text, text[], boolean, json) is 'A JSON array of objects as lines of text: CSV with the given columns, or NDJSON.';
grant execute on function api.lines(json, text, text[], boolean, json) to asinmart_api;
