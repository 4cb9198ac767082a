-- Request a new version of a tenant's report; the job generate-reports makes it within the minute. A request that waits already is
-- returned, so that repeating it changes nothing.
-- Raises AM404 for an unknown product, AM422 when it has no competitors, AM429 beyond report_requests_per_day.
create or replace function api.refresh_report(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_body jsonb,
    p_now timestamptz default now()
)
returns table (body text, id bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit integer := (select s.value::integer from ops.settings as s where s.name = 'report_requests_per_day');
    v_request core.report_requests;
begin
    perform api.act_as(p_tenant_id);
    if not exists (select from core.products as p where p.asin = p_asin and p.marketplace = p_marketplace) then
        raise exception 'there is no observation of % in marketplace %', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'Load a file that has the product, or track it.';
    end if;
    if not exists (
        select from core.compared_pairs as p
        where p.tenant_id = p_tenant_id and p.asin_main = p_asin and p.marketplace = p_marketplace
    ) then
        raise exception '% has no competitors in marketplace %', p_asin, p_marketplace
            using errcode = 'AM422', hint = 'Create a competitive group with it as the main product: POST /v1/competitive-groups.';
    end if;
    select q.* into v_request
    from core.report_requests as q
    where q.asin_main = p_asin and q.marketplace = p_marketplace and q.tenant_id = p_tenant_id and q.status = 'queued'
        and q.depth = coalesce(p_body ->> 'depth', 'standard');
    if found then
        return query select json_build_object('data', api.report_job_item(v_request))::text, v_request.id;
        return;
    end if;
    if (
        select count(*) from core.report_requests as q
        where q.tenant_id = p_tenant_id and q.requested_at > p_now - interval '1 day'
    ) >= v_limit then
        raise exception '% reports were requested in the last 24 hours', v_limit
            using errcode = 'AM429', hint = 'Scheduled reports go on; request more later, or ask the administrator to raise report_requests_per_day.';
    end if;
    insert into core.report_requests (tenant_id, asin_main, marketplace, depth, requested_at)
    values (p_tenant_id, p_asin, p_marketplace, coalesce(p_body ->> 'depth', 'standard'), p_now)
    on conflict (asin_main, marketplace, tenant_id, depth) where status = 'queued' do nothing
    returning * into v_request;
    if v_request.id is null then
        -- The newest one, for the job may have answered it since.
        select q.* into v_request
        from core.report_requests as q
        where q.asin_main = p_asin and q.marketplace = p_marketplace and q.tenant_id = p_tenant_id
            and q.depth = coalesce(p_body ->> 'depth', 'standard')
        order by q.id desc
        limit 1;
    end if;
    return query select json_build_object('data', api.report_job_item(v_request))::text, v_request.id;
end;
$$;
comment on function api.refresh_report(uuid, text, text, jsonb, timestamptz) is 'Requests a new version of a tenant''s competition report.';
grant execute on function api.refresh_report(uuid, text, text, jsonb, timestamptz) to asinmart_api;
