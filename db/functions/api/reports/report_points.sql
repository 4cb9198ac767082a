create or replace function api.report_points(
    p_charts jsonb,
    p_series text
)
returns table (chart_no integer, day date, value numeric)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        p.place::integer,
        d.day::date,
        case when v.value > 0 then v.value end
    from jsonb_array_elements(p_charts -> 'products') with ordinality as p (product, place)
    cross join lateral jsonb_array_elements_text(p_charts -> 'dates') with ordinality as d (day, place)
    cross join lateral (select (p.product -> p_series ->> (d.place - 1)::integer)::numeric as value) as v;
$$;
comment on function api.report_points(jsonb, text) is 'The values of a series of charts, price or bsr, by product and day; null: none is known, or it is no price or rank (0 or less).';
grant execute on function api.report_points(jsonb, text) to asinmart_api;
