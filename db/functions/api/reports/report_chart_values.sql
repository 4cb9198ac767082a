create or replace function api.report_chart_values(
    p_report core.competition_reports,
    p_series text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with products as materialized (
        select p.place, p.letter, p.series, p.title, p.chart_no from api.report_products(p_report) as p where p.chart_no is not null
    ),
    lines as (
        select
            v.day,
            string_agg(
                '<td>' || coalesce(
                    to_char(v.value, case p_series when 'bsr' then 'FM999,999,999,990' else 'FM999,999,999,990.00' end), '&ndash;'
                ) || '</td>', '' order by p.place
            ) as cells
        from api.report_points(p_report.charts, p_series) as v
        inner join products as p on p.chart_no = v.chart_no
        group by v.day
    )
    select format(
        '<details><summary>The values of the chart</summary><div class="scroll tall" role="region" tabindex="0" aria-label="The values of the chart">'
        '<table class="values"><thead><tr><th scope="col">Day</th>%s</tr></thead><tbody>%s</tbody></table></div></details>',
        (
            select string_agg(
                format('<th scope="col" title="%s"><span class="letter %s">%s</span></th>', api.report_html_escape(p.title), p.series, p.letter), ''
                order by p.place
            )
            from products as p
        ),
        string_agg(format('<tr><th scope="row">%s</th>%s</tr>', to_char(l.day, 'YYYY-MM-DD'), l.cells), '' order by l.day desc)
    )
    from lines as l
    having count(*) > 0;
$$;
comment on function api.report_chart_values(core.competition_reports, text) is 'The values of a chart as a table that opens below it, newest day first.';
grant execute on function api.report_chart_values(core.competition_reports, text) to asinmart_api;
