-- Names beside the ends of lines, moved apart where they would overlap: first down, then up from the bottom.
create or replace function api.report_labels(
    p_report core.competition_reports,
    p_series text
)
returns table (
    place integer, letter text, series text, title text, is_main boolean, path text, last_day date, last_value numeric,
    last_height numeric, label_height numeric
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with ends as (
        select
            p.place, p.letter, p.series, p.title, p.is_main, l.path, l.last_day, l.last_value, l.last_height,
            row_number() over up_to_here as position, count(*) over () as line_count,
            least(17, 300 / count(*) over ()) as spacing
        from api.report_lines(p_report.charts, p_series) as l
        inner join api.report_products(p_report) as p on p.chart_no = l.chart_no
        window up_to_here as (order by l.last_height, p.place)
    ),
    pushed as (
        select e.*, e.position * e.spacing + max(e.last_height - e.position * e.spacing) over (order by e.position) as height
        from ends as e
    )
    select
        p.place, p.letter, p.series, p.title, p.is_main, p.path, p.last_day, p.last_value, p.last_height,
        round(least(p.height, 288 - (p.line_count - p.position) * p.spacing), 1)
    from pushed as p
    order by p.place;
$$;
comment on function api.report_labels(core.competition_reports, text) is 'The lines of a chart of a report with their names and where these stand.';
grant execute on function api.report_labels(core.competition_reports, text) to asinmart_api;
