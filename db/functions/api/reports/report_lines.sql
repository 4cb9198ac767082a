-- The value of a day is a line over that day, joined to the next day's; where a day has no value or is not in the series, the line ends.
-- 1000 units are the whole width, 280 the height.
create or replace function api.report_lines(
    p_charts jsonb,
    p_series text
)
returns table (chart_no integer, path text, last_day date, last_value numeric, last_height numeric)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with points as materialized (
        select p.*, min(p.day) over () as first_day, max(p.day) over () - min(p.day) over () + 1 as days
        from api.report_points(p_charts, p_series) as p
    ),
    scale as (
        select s.*
        from (select min(p.value) as low, max(p.value) as high from points as p) as f
        cross join lateral api.report_scale(f.low, f.high, p_series = 'bsr') as s
    ),
    placed as (
        select
            p.chart_no, p.day, p.value,
            api.report_height(p.value, s.low, s.high, s.is_log, p_series = 'bsr') as height,
            trim_scale(round((p.day - p.first_day) * 1000.0 / p.days, 1)) as start,
            trim_scale(round((p.day - p.first_day + 1) * 1000.0 / p.days, 1)) as finish,
            lag(p.day) over (partition by p.chart_no order by p.day) = p.day - 1 as is_joined
        from points as p
        cross join scale as s
        where p.value is not null
    )
    select
        p.chart_no,
        string_agg(
            case when p.is_joined then format('V%sH%s', p.height, p.finish) else format('M%s %sH%s', p.start, p.height, p.finish) end, ''
            order by p.day
        ),
        max(p.day),
        (array_agg(p.value order by p.day desc))[1],
        (array_agg(p.height order by p.day desc))[1]
    from placed as p
    group by p.chart_no;
$$;
comment on function api.report_lines(jsonb, text) is 'The step line of each product of a chart that has values, as a path of SVG, and its last value.';
grant execute on function api.report_lines(jsonb, text) to asinmart_api;
