create or replace function api.competition_report_json(p_report core.competition_reports)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'asin_main', p_report.asin_main, 'marketplace', p_report.marketplace, 'version', p_report.version, 'depth', p_report.depth,
        'status', p_report.status, 'model', p_report.model, 'based_on_version', p_report.based_on_version, 'as_of', p_report.as_of,
        'generated_at', p_report.generated_at, 'execution_time_seconds', p_report.execution_time_seconds,
        'summary', p_report.summary, 'evidence', p_report.evidence, 'charts', p_report.charts
    );
$$;
comment on function api.competition_report_json(core.competition_reports) is 'A version of a competition report as the REST API shows it.';
grant execute on function api.competition_report_json(core.competition_reports) to asinmart_api;
