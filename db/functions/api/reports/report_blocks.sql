-- Sections that this version does not know come last, under their own names.
create or replace function api.report_blocks(
    p_report core.competition_reports,
    p_is_html boolean
)
returns table (place integer, section text, heading text, body text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with lists as materialized (
        select l.* from api.report_lists(p_report) as l
    ),
    sections as (
        select s.place, s.section, s.heading, s.caption from api.report_sections() as s
        union all
        select 99, l.section, upper(left(l.section, 1)) || replace(substr(l.section, 2), '_', ' '), null
        from lists as l
        where l.section not in ('strengths', 'weaknesses') and l.section not in (select s.section from api.report_sections() as s)
    ),
    -- Materialized, or each mention of a column would draw it again.
    drawn as materialized (
        select
            s.place, s.section, s.heading, api.report_figure(p_report, s.section, s.caption, p_is_html) as figure,
            case when p_is_html then l.html else l.markdown end as list
        from sections as s
        left join lists as l on l.section = s.section
    )
    select
        d.place, d.section, d.heading,
        case when p_is_html then concat_ws('', d.figure, d.list) else concat_ws(E'\n\n', d.list, d.figure) end
    from drawn as d
    where coalesce(d.figure, d.list) is not null;
$$;
comment on function api.report_blocks(core.competition_reports, boolean) is 'The sections of a report that have something to show, as HTML or as Markdown.';
grant execute on function api.report_blocks(core.competition_reports, boolean) to asinmart_api;
