create or replace function api.report_key_figures(p_report core.competition_reports)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select '<dl class="tiles">' || string_agg(
        format(
            '<div><dt>%s</dt><dd><a class="figure" href="#%s">%s</a></dd></div>', f.heading, api.report_anchor(f.id),
            api.report_html_escape(f.text)
        ), '' order by f.place
    ) || '</dl>'
    from (
        select distinct on (m.metric) m.place, m.heading, c.id, c.text
        from jsonb_to_recordset(p_report.evidence) as c (id text, metric text, text text, asin text, asin_comp text)
        inner join api.report_metrics() as m on m.metric = c.metric and m.matrix = 'standings'
        where c.asin = p_report.asin_main and c.asin_comp is null
            and m.metric in ('score_rank', 'composite_score', 'price', 'bsr', 'rating', 'reviews_count')
        order by m.metric, c.id
    ) as f;
$$;
comment on function api.report_key_figures(core.competition_reports) is 'The main figures of the main product of a report as HTML; null: the evidence has none.';
grant execute on function api.report_key_figures(core.competition_reports) to asinmart_api;
