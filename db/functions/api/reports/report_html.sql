-- Everything comes from the row, so the same row always renders to the same bytes. The page needs no script and makes no request.
create or replace function api.report_html(p_report core.competition_reports)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select concat_ws(
        E'\n',
        '<!doctype html>', '<html lang="en">', '<head>', '<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''; img-src data:">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">', '<link rel="icon" href="data:,">',
        format('<title>Competition report: %s, version %s</title>', m.title, p_report.version),
        '<style>' || api.report_style() || api.report_style_charts() || api.report_style_media() || '</style>', '</head>', '<body>', '<header>',
        format('<p class="kicker">Competition report</p>%s<h1><bdi>%s</bdi></h1>', E'\n', m.title),
        '<dl class="facts">' || (
            select string_agg(format('<div><dt>%s</dt><dd>%s</dd></div>', f.name, api.report_html_escape(f.value)), '' order by f.place)
            from api.report_facts(p_report) as f
        ) || '</dl>',
        '<p class="warning">' || api.report_html_escape(api.report_warning(p_report.status)) || '</p>',
        api.report_key_figures(p_report),
        '</header>', '<main>',
        (
            select string_agg(
                format(E'<section id="%s"><h2>%s</h2>\n%s</section>', s.id, api.report_html_escape(b.heading), b.body), E'\n'
                order by b.place, b.section
            )
            from api.report_blocks(p_report, true) as b
            cross join lateral (select 'section-' || regexp_replace(b.section, '[^A-Za-z0-9_-]+', '-', 'g') as id) as s
        ),
        format(
            '<section id="evidence"><h2>Evidence</h2>%1$s<p class="note">Every underlined figure and every name above leads to its row here. '
            'Each value is one cell of a table or view; <code>mart.explain(relation, key, column)</code> shows what it was computed from.</p>%1$s%2$s</section>',
            E'\n', api.report_evidence_html(p_report)
        ),
        '</main>', '</body>', '</html>', ''
    )
    from (
        select api.report_html_escape(api.report_short_text(p.title, 140)) as title from api.report_products(p_report) as p where p.is_main
    ) as m;
$$;
comment on function api.report_html(core.competition_reports) is 'A competition report as one HTML page that holds all it needs.';
grant execute on function api.report_html(core.competition_reports) to asinmart_api;
