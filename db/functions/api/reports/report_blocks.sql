-- Sections that this version does not know come last, under their own names.
create or replace function api.report_blocks(p_report core.competition_reports)
returns table (place integer, section text, heading text, html text, markdown text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with sections as (
        select s.place, s.section, s.heading, s.caption from api.report_sections() as s
        union all
        select 99, k.section, upper(left(k.section, 1)) || replace(substr(k.section, 2), '_', ' '), null
        from jsonb_object_keys(p_report.summary) as k (section)
        where k.section not in ('strengths', 'weaknesses') and k.section not in (select s.section from api.report_sections() as s)
    ),
    sides as (
        select
            '<div class="sides">' || string_agg(
                format(
                    '<section class="%s"><h3>%s</h3>%s</section>', s.section, s.heading,
                    coalesce(l.html, '<p class="note">None that the figures show.</p>')
                ), '' order by s.place
            ) || '</div>' as html,
            string_agg(
                format(E'### %s\n\n%s', s.heading, coalesce(l.markdown, 'None that the figures show.')), E'\n\n' order by s.place
            ) as markdown
        from (values (1, 'strengths', 'Strengths'), (2, 'weaknesses', 'Weaknesses')) as s (place, section, heading)
        left join lateral api.report_list(p_report, s.section) as l on true
        having count(l.html) > 0
    )
    select
        s.place, s.section, s.heading, concat_ws('', t.html, l.html),
        nullif(concat_ws(E'\n\n', l.markdown, t.markdown), '')
    from sections as s
    left join lateral api.report_list(p_report, s.section) as l on true
    left join lateral (
        select
            case s.section
                when 'assessment' then (select d.html from sides as d)
                when 'standings' then api.report_matrix_html(api.report_matrix(p_report, 'standings'), s.caption)
                when 'gaps' then api.report_matrix_html(api.report_matrix(p_report, 'gaps'), s.caption)
                when 'price' then api.report_chart_html(p_report, 'price')
                when 'rank' then api.report_chart_html(p_report, 'bsr')
                when 'features' then api.report_matrix_html(api.report_feature_matrix(p_report), s.caption)
            end as html,
            case s.section
                when 'assessment' then (select d.markdown from sides as d)
                when 'standings' then api.report_matrix_markdown(api.report_matrix(p_report, 'standings'), s.caption)
                when 'gaps' then api.report_matrix_markdown(api.report_matrix(p_report, 'gaps'), s.caption)
                when 'price' then api.report_chart_markdown(p_report, 'price')
                when 'rank' then api.report_chart_markdown(p_report, 'bsr')
                when 'features' then api.report_matrix_markdown(api.report_feature_matrix(p_report), s.caption)
            end as markdown
    ) as t on true
    where coalesce(t.html, l.html) is not null;
$$;
comment on function api.report_blocks(core.competition_reports) is 'The sections of a report that have something to show, as HTML and as Markdown.';
grant execute on function api.report_blocks(core.competition_reports) to asinmart_api;
