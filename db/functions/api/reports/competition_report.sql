-- The latest version of a tenant's report in the envelope of a fact; no row: there is none yet.
create or replace function api.competition_report(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    select a.data_version, a.body, a.computed_at_version
    from (
        select r.*
        from core.competition_reports as r
        where r.asin_main = p_asin and r.marketplace = p_marketplace and r.tenant_id = p_tenant_id
        order by r.version desc
        limit 1
    ) as latest
    cross join lateral api.answer(
        api.competition_report_json(latest::core.competition_reports), p_asin, p_marketplace, latest.data_version, latest.as_of, p_soft_life
    ) as a;
end;
$$;
comment on function api.competition_report(uuid, text, text, interval) is 'Latest competition report of a tenant.';
grant execute on function api.competition_report(uuid, text, text, interval) to asinmart_api;
