-- The width is fluid: lines are drawn in a picture that is stretched, texts stand beside it at percentages of the width.
create or replace function api.report_chart_svg(
    p_report core.competition_reports,
    p_series text,
    p_name text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with days as materialized (
        select d.* from api.report_days(p_report.charts) as d
    ),
    labels as materialized (
        select
            l.*,
            case p_series when 'bsr' then to_char(l.last_value, 'FM#999,999,999,990') else to_char(l.last_value, 'FM999,999,999,990.00') end as value,
            case when l.last_day < (select max(d.day) from days as d) then to_char(l.last_day, '", "FMDD Mon') end
                as until
        from api.report_labels(p_report, p_series) as l
    ),
    scale as materialized (
        select s.*
        from (select min(p.value) as low, max(p.value) as high from api.report_points(p_report.charts, p_series) as p) as f
        cross join lateral api.report_scale(f.low, f.high, p_series = 'bsr') as s
    ),
    drawn as (
        select
            string_agg(
                format(
                    '<path class="line %s%s" d="%s"><title>%s %s</title></path>', l.series, case when l.is_main then ' main' end, l.path,
                    l.letter, api.report_html_escape(l.title)
                ), '' order by l.is_main, l.place
            ) as lines,
            string_agg(
                format(
                    '<path class="leader %s" d="M2 %sL9 %s"/><text class="%s%s" x="13" y="%s"><tspan class="letter">%s</tspan>'
                    '<tspan class="long"> %s%s%s</tspan><tspan class="value"> %s%s</tspan></text>',
                    l.series, l.last_height, l.label_height, l.series, case when l.is_main then ' main' end, l.label_height + 4, l.letter,
                    chr(8296), api.report_html_escape(api.report_short_text(l.title, 17)), chr(8297), l.value, l.until
                ), '' order by l.place
            ) as names,
            string_agg(format('%s %s: %s%s', l.letter, l.title, l.value, l.until), '; ' order by l.place) as description
        from labels as l
    )
    select format(
        '<svg class="chart" role="img" width="100%%" height="312" aria-labelledby="%1$s-title %1$s-desc"><title id="%1$s-title">%2$s</title>'
        '<desc id="%1$s-desc">%3$s</desc><g class="grid">%4$s</g><g class="days">%5$s</g>'
        '<svg class="lines" viewBox="0 0 1000 280" preserveAspectRatio="none" width="100%%" height="280">%6$s</svg>'
        '<svg class="names" x="100%%" height="312" width="1">%7$s</svg></svg>',
        p_series || '-chart', p_name, 'One step line a product. Last known values: ' || api.report_html_escape(d.description),
        (
            select string_agg(
                format(
                    '<line x1="0" x2="100%%" y1="%1$s" y2="%1$s"/><text x="-8" y="%2$s">%3$s</text>',
                    t.height, t.height + 4, to_char(t.tick, case s.decimals when 0 then 'FM999,999,999,990' else 'FM999,999,999,990.00' end)
                ), '' order by t.tick
            )
            from scale as s
            cross join lateral (
                select u.tick, api.report_height(u.tick, s.low, s.high, s.is_log, p_series = 'bsr') as height from unnest(s.ticks) as u (tick)
            ) as t
        ),
        (
            select string_agg(format('<text x="%s%%" y="302">%s</text>', y.position_pct, y.label), '' order by y.day)
            from days as y
        ),
        d.lines, d.names
    )
    from drawn as d
    where d.lines is not null;
$$;
comment on function api.report_chart_svg(core.competition_reports, text, text) is 'A chart of a report, of its series price or bsr, as SVG; null: no value is known.';
grant execute on function api.report_chart_svg(core.competition_reports, text, text) to asinmart_api;
