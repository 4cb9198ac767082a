-- The version of a tenant's report, by default the latest. Raises AM404.
create or replace function api.find_report(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_version integer
)
returns core.competition_reports
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_report core.competition_reports;
begin
    perform api.act_as(p_tenant_id);
    select r.* into v_report
    from core.competition_reports as r
    where r.asin_main = p_asin and r.marketplace = p_marketplace and r.tenant_id = p_tenant_id
        and (p_version is null or r.version = p_version)
    order by r.version desc
    limit 1;
    if not found then
        raise exception 'there is no %report of % in marketplace %', coalesce('version ' || p_version || ' of the ', ''), p_asin, p_marketplace
            using errcode = 'AM404', hint = case
                when p_version is null then 'Request one with POST /v1/competitions/' || p_asin || '/report:refresh.'
                else 'GET /v1/competitions/' || p_asin || '/reports lists the versions.'
            end;
    end if;
    return v_report;
end;
$$;
comment on function api.find_report(uuid, text, text, integer) is 'A version of a tenant''s competition report.';
grant execute on function api.find_report(uuid, text, text, integer) to asinmart_api;
