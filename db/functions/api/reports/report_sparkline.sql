create or replace function api.report_sparkline(p_values numeric[])
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(
        case
            when v.value is null then chr(183)
            else chr(9601 + coalesce(round(7 * (v.value - v.low) / nullif(v.high - v.low, 0)), 0)::integer)
        end, '' order by v.place
    )
    from (
        select u.value, u.place, min(u.value) over () as low, max(u.value) over () as high
        from unnest(p_values) with ordinality as u (value, place)
    ) as v;
$$;
comment on function api.report_sparkline(numeric[]) is 'A series as one block a value, from the lowest to the highest of them; a dot where there is none.';
grant execute on function api.report_sparkline(numeric[]) to asinmart_api;
