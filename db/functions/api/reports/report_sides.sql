create or replace function api.report_sides(
    p_report core.competition_reports,
    p_is_html boolean
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when p_is_html then '<div class="sides">' || string_agg(
            format(
                '<section class="%s"><h3>%s</h3>%s</section>', s.section, s.heading,
                coalesce(l.html, '<p class="note">None that the figures show.</p>')
            ), '' order by s.place
        ) || '</div>'
        else string_agg(
            format(E'### %s\n\n%s', s.heading, coalesce(l.markdown, 'None that the figures show.')), E'\n\n' order by s.place
        )
    end
    from (values (1, 'strengths', 'Strengths'), (2, 'weaknesses', 'Weaknesses')) as s (place, section, heading)
    left join api.report_lists(p_report) as l on l.section = s.section
    having count(l.section) > 0;
$$;
comment on function api.report_sides(core.competition_reports, boolean) is 'Strengths and weaknesses of a report side by side, as HTML or as Markdown; null: neither is there.';
grant execute on function api.report_sides(core.competition_reports, boolean) to asinmart_api;
