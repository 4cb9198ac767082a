-- For the command line, which names a tenant by name or id, or none: then the only one that has reports of the product.
-- Raises AM404 for an unknown tenant and where there is no such report, AM422 for an unknown marketplace or format, and where several
-- tenants have reports of the product.
-- Definer: the loader reads no tenant's rows.
create or replace function ops.report_document(
    p_asin text,
    p_marketplace text,
    p_tenant text default null,
    p_version integer default null,
    p_format text default 'markdown'
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant_ids uuid[];
begin
    if p_format is null or p_format not in ('html', 'markdown', 'json') then
        raise exception 'there is no format %', p_format using errcode = 'AM422', hint = 'Use html, markdown or json.';
    end if;
    if not exists (select from core.marketplaces as m where m.marketplace = p_marketplace) then
        raise exception 'there is no marketplace %', p_marketplace
            using errcode = 'AM422', hint = 'Use one of the codes in core.marketplaces, such as US, UK or DE.';
    end if;
    if p_tenant is not null then
        v_tenant_ids := array(
            select t.tenant_id from app.tenants as t where t.tenant_id::text = lower(p_tenant) or lower(t.name) = lower(p_tenant)
        );
    else
        v_tenant_ids := array(
            select distinct r.tenant_id
            from core.competition_reports as r
            where r.asin_main = p_asin and r.marketplace = p_marketplace
        );
    end if;
    if p_tenant is not null and v_tenant_ids = '{}' then
        raise exception 'there is no tenant %', left(p_tenant, 100)
            using errcode = 'AM404', hint = 'Look up its name or id in app.tenants, or create it with app.create_tenant.';
    end if;
    if cardinality(v_tenant_ids) > 1 then
        raise exception 'several tenants have reports of % in marketplace %', p_asin, p_marketplace
            using errcode = 'AM422', hint = 'Name the one whose report you want: --tenant NAME_OR_ID.';
    end if;
    if v_tenant_ids = '{}' then
        raise exception 'there is no report of % in marketplace %', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'Reports are made of main products that have competitors: create a competitive group, then wait for the job '
                'generate-reports, or ask with POST /v1/competitions/' || p_asin || '/report:refresh.';
    end if;
    return api.report_document(v_tenant_ids[1], p_asin, p_marketplace, p_version, p_format);
end;
$$;
comment on function ops.report_document(text, text, text, integer, text) is 'A version of a competition report, by default the latest, as HTML, Markdown or JSON.';
grant execute on function ops.report_document(text, text, text, integer, text) to asinmart_loader, asinmart_admin;
