-- Raises AM404 when the tenant has no such job.
create or replace function api.report_job(
    p_tenant_id uuid,
    p_id bigint
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request core.report_requests;
begin
    perform api.act_as(p_tenant_id);
    select q.* into v_request from core.report_requests as q where q.id = p_id and q.tenant_id = p_tenant_id;
    if not found then
        raise exception 'there is no job %', p_id
            using errcode = 'AM404', hint = 'POST /v1/competitions/{asin}/report:refresh returns the id of its job.';
    end if;
    return json_build_object('data', api.report_job_item(v_request))::text;
end;
$$;
comment on function api.report_job(uuid, bigint) is 'State of a requested competition report.';
grant execute on function api.report_job(uuid, bigint) to asinmart_api;
