-- The versions of a tenant's report, newest first, without their content.
create or replace function api.competition_reports(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_after text,
    p_limit integer
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    with page as (
        select r.*, row_number() over (order by r.version desc) as place
        from core.competition_reports as r
        where r.asin_main = p_asin and r.marketplace = p_marketplace and r.tenant_id = p_tenant_id
            and (p_after is null or r.version < (p_after::json ->> 0)::integer)
        order by r.version desc
        limit p_limit + 1
    )
    select
        coalesce(json_agg(json_build_object(
            'version', p.version, 'depth', p.depth, 'status', p.status, 'model', p.model, 'based_on_version', p.based_on_version,
            'as_of', p.as_of, 'generated_at', p.generated_at, 'claim_count', jsonb_array_length(p.evidence)
        ) order by p.version desc) filter (where p.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then json_build_array(min(p.version) filter (where p.place <= p_limit))::text end,
        json_build_object('asin_main', p_asin, 'marketplace', p_marketplace)::text
    from page as p;
end;
$$;
comment on function api.competition_reports(uuid, text, text, text, integer) is 'Versions of a competition report of a tenant.';
grant execute on function api.competition_reports(uuid, text, text, text, integer) to asinmart_api;
