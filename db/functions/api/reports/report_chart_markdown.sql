create or replace function api.report_chart_markdown(
    p_report core.competition_reports,
    p_series text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with lines as (
        select
            p.place, p.letter, p.title,
            api.report_sparkline(array_agg(v.value order by v.day) filter (where v.day > v.last_day - 30)) as course,
            (array_agg(v.value order by v.day desc) filter (where v.value is not null))[1] as last_value,
            greatest(min(v.day), max(v.last_day) - 29) as first_day, max(v.last_day) as last_day
        from (select n.*, max(n.day) over () as last_day from api.report_points(p_report.charts, p_series) as n) as v
        inner join api.report_products(p_report) as p on p.chart_no = v.chart_no
        group by p.place, p.letter, p.title
    )
    select format(
        E'| Product | Last known%s | %s to %s |\n| --- | ---: | --- |\n%s',
        case when p_series = 'price' then ', ' || api.report_markdown_escape(p_report.charts ->> 'currency') end,
        to_char(min(l.first_day), 'YYYY-MM-DD'), to_char(max(l.last_day), 'YYYY-MM-DD'),
        string_agg(
            format(
                '| **%s** %s | %s | `%s` |', l.letter, api.report_markdown_escape(api.report_short_text(l.title, 60)),
                coalesce(
                    to_char(l.last_value, case p_series when 'bsr' then 'FM999,999,999,990' else 'FM999,999,999,990.00' end), 'unknown'
                ),
                l.course
            ), E'\n' order by l.place
        )
    )
    from lines as l
    having count(*) > 0;
$$;
comment on function api.report_chart_markdown(core.competition_reports, text) is 'A chart of a report as a table of Markdown, with a sparkline of the last 30 days a product; null: the report has no charts.';
grant execute on function api.report_chart_markdown(core.competition_reports, text) to asinmart_api;
