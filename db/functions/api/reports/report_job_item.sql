create or replace function api.report_job_item(p_request core.report_requests)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'id', p_request.id, 'kind', 'competition_report', 'status', p_request.status, 'asin_main', p_request.asin_main,
        'marketplace', p_request.marketplace, 'depth', p_request.depth, 'requested_at', p_request.requested_at,
        'finished_at', p_request.finished_at, 'version', p_request.version, 'error', p_request.error
    );
$$;
comment on function api.report_job_item(core.report_requests) is 'A requested report as the REST API shows it.';
grant execute on function api.report_job_item(core.report_requests) to asinmart_api;
