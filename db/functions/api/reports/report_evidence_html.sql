-- The tenant, whose report it is, is left out of the keys: clients of the tenant read this page.
create or replace function api.report_evidence_html(p_report core.competition_reports)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        '<table class="evidence"><thead><tr><th scope="col">Claim</th><th scope="col">Value</th><th scope="col">Definition</th>'
        '<th scope="col">Cell</th></tr></thead><tbody>' || string_agg(
            format(
                '<tr id="%s"><th scope="row"><b>%s</b>%s%s<code>%s</code></th><td class="value"><bdi>%s</bdi></td><td>%s</td>'
                '<td><code>mart.%s.%s</code>%s</td></tr>',
                api.report_anchor(c.id),
                api.report_html_escape(replace(c.metric, '_', ' ')),
                ' of ' || api.report_html_escape(c.asin),
                ' against ' || api.report_html_escape(c.asin_comp),
                api.report_html_escape(c.id),
                api.report_html_escape(coalesce(case when c.unit = 'text' then c.value end, c.text, 'unknown')),
                api.report_html_escape(c.definition),
                api.report_html_escape(c.relation),
                api.report_html_escape(c."column"),
                (
                    select string_agg(
                        format('<span class="key">%s = <bdi>%s</bdi></span>', api.report_html_escape(k.name), api.report_html_escape(k.value)), ', '
                        order by k.name
                    )
                    from jsonb_each_text(case when jsonb_typeof(c.key) = 'object' then c.key end) as k (name, value)
                    where k.name <> 'tenant_id'
                )
            ), '' order by c.place
        ) || '</tbody></table>'
    from rows from (
        jsonb_to_recordset(p_report.evidence) as (
            id text, metric text, definition text, relation text, key jsonb, "column" text, value text, unit text, text text, asin text,
            asin_comp text
        )
    ) with ordinality as c (id, metric, definition, relation, key, "column", value, unit, text, asin, asin_comp, place);
$$;
comment on function api.report_evidence_html(core.competition_reports) is 'All claims of a report as a table, each with the cell that it is; null: none.';
grant execute on function api.report_evidence_html(core.competition_reports) to asinmart_api;
