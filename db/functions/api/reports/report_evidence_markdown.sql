-- The tenant, whose report it is, is left out of the keys, as in the page.
create or replace function api.report_evidence_markdown(p_report core.competition_reports)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        E'| Claim | Value | Definition | Cell |\n| --- | --- | --- | --- |\n' || string_agg(
            format(
                '| <a id="%s"></a>%s | %s | %s | mart.%s.%s%s |',
                api.report_anchor(c.id),
                api.report_markdown_escape(c.id),
                api.report_markdown_escape(coalesce(case when c.unit = 'text' then c.value end, c.text, 'unknown')),
                api.report_markdown_escape(c.definition),
                api.report_markdown_escape(c.relation),
                api.report_markdown_escape(c."column"),
                ' where ' || (
                    select string_agg(
                        api.report_markdown_escape(k.name) || ' = ' || api.report_markdown_escape(k.value), ', ' order by k.name
                    )
                    from jsonb_each_text(case when jsonb_typeof(c.key) = 'object' then c.key end) as k (name, value)
                    where k.name <> 'tenant_id'
                )
            ), E'\n' order by c.place
        )
    from rows from (
        jsonb_to_recordset(p_report.evidence) as (
            id text, definition text, relation text, key jsonb, "column" text, value text, unit text, text text
        )
    ) with ordinality as c (id, definition, relation, key, "column", value, unit, text, place);
$$;
comment on function api.report_evidence_markdown(core.competition_reports) is 'All claims of a report as a table of Markdown, each with the cell that it is; null: none.';
grant execute on function api.report_evidence_markdown(core.competition_reports) to asinmart_api;
