-- A version of a report as a document: json, markdown or html. Raises AM404.
create or replace function api.report_document(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_version integer,
    p_format text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_report core.competition_reports := api.find_report(p_tenant_id, p_asin, p_marketplace, p_version);
begin
    return case p_format
        when 'markdown' then api.report_markdown(v_report)
        when 'html' then api.report_html(v_report)
        else json_build_object('data', api.competition_report_json(v_report))::text
    end;
end;
$$;
comment on function api.report_document(uuid, text, text, integer, text) is 'A version of a competition report as JSON, Markdown or HTML.';
grant execute on function api.report_document(uuid, text, text, integer, text) to asinmart_api;
