create or replace function api.report_days(p_charts jsonb)
returns table (day date, position_pct numeric, label text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with days as (
        select min(d.day::date) as first_day, max(d.day::date) as last_day from jsonb_array_elements_text(p_charts -> 'dates') as d (day)
    ),
    steps as (
        select d.*, min(s.step) as step
        from days as d
        cross join unnest(array[1, 2, 7, 14, 28, 91, 182, 364, 3640]) as s (step)
        where (d.last_day - d.first_day) / s.step < 7 or s.step = 3640
        group by d.first_day, d.last_day
    )
    select
        s.last_day - n * s.step,
        trim_scale(round((s.last_day - n * s.step - s.first_day + 0.5) * 100 / (s.last_day - s.first_day + 1), 2)),
        to_char(s.last_day - n * s.step, 'FMDD Mon')
    from steps as s
    cross join generate_series(0, (s.last_day - s.first_day) / s.step) as n
    order by n desc;
$$;
comment on function api.report_days(jsonb) is 'The days that a chart names on its axis, with their middle in percent of the width.';
grant execute on function api.report_days(jsonb) to asinmart_api;
