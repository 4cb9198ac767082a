create or replace function api.report_chart_html(
    p_report core.competition_reports,
    p_series text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with chart as materialized (
        select
            c.name, api.report_chart_svg(p_report, p_series, c.name) as svg,
            jsonb_array_length(p_report.charts -> 'dates') as day_count
        from (
            select case p_series
                when 'bsr' then 'Best-seller rank by day, 1 on top'
                else 'Price by day' || coalesce(', ' || api.report_html_escape(p_report.charts ->> 'currency'), '')
            end as name
        ) as c
    )
    select case
        when c.day_count = 1 then '<p class="note">Only one day is known: there is no course to draw.</p>'
        when c.svg is null then '<p class="note">No ' || case p_series when 'bsr' then 'rank' else 'price' end || ' of these days is known.</p>'
        else format(
            '<figure><figcaption><b>%s</b>, %s to %s. Where a line has a gap, no value of that day is known.</figcaption>%s<ul class="legend">%s</ul>%s</figure>',
            c.name, p_report.charts -> 'dates' ->> 0, p_report.charts -> 'dates' ->> -1, c.svg,
            (
                select string_agg(
                    format(
                        '<li><span class="letter %s">%s</span> <bdi>%s</bdi></li>', p.series, p.letter,
                        api.report_html_escape(api.report_short_text(p.title, 60))
                    ), '' order by p.place
                )
                from api.report_products(p_report) as p
                where p.chart_no is not null
            ),
            api.report_chart_values(p_report, p_series)
        )
    end
    from chart as c
    where c.day_count > 0;
$$;
comment on function api.report_chart_html(core.competition_reports, text) is 'A chart of a report with its caption, legend and values, or a sentence where there is nothing to draw; null: the report has no charts.';
grant execute on function api.report_chart_html(core.competition_reports, text) to asinmart_api;
