-- Everything comes from the row, so the same row always renders to the same bytes.
create or replace function api.report_markdown(p_report core.competition_reports)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select concat_ws(
        E'\n\n',
        '# Competition report: ' || api.report_markdown_escape(api.report_short_text(m.title, 140)),
        (
            select string_agg(format('- %s: %s', f.name, api.report_markdown_escape(f.value)), E'\n' order by f.place)
            from api.report_facts(p_report) as f
        ),
        '> ' || api.report_warning(p_report.status),
        (
            select string_agg(
                format(E'## %s\n\n%s', api.report_markdown_escape(b.heading), b.body), E'\n\n' order by b.place, b.section
            )
            from api.report_blocks(p_report, false) as b
        ),
        E'## Evidence\n\nEach value is one cell of a table or view; `mart.explain(relation, key, column)` shows what it was computed from.',
        api.report_evidence_markdown(p_report)
    ) || E'\n'
    from api.report_products(p_report) as m
    where m.is_main;
$$;
comment on function api.report_markdown(core.competition_reports) is 'A competition report as Markdown.';
grant execute on function api.report_markdown(core.competition_reports) to asinmart_api;
