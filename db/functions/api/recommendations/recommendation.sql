-- The latest version, its actions, and the actions of earlier versions that were approved or applied. Raises AM404 when there is none.
create or replace function api.recommendation(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    select json_build_object('data', json_build_object(
        'asin', r.asin, 'marketplace', r.marketplace, 'version', r.version, 'model', r.model, 'status', r.status, 'as_of', r.as_of,
        'data_version', r.data_version, 'generated_at', r.generated_at, 'summary', r.summary,
        'actions', (
            select coalesce(json_agg(api.recommendation_action_item(a) order by a.priority, a.id), '[]')
            from core.recommendation_actions as a
            where a.asin = r.asin and a.marketplace = r.marketplace and a.version = r.version
        ),
        'earlier_actions', (
            select coalesce(json_agg(api.recommendation_action_item(a) order by a.id desc), '[]')
            from core.recommendation_actions as a
            where a.asin = r.asin and a.marketplace = r.marketplace and a.version < r.version and a.status in ('approved', 'applied')
        ),
        'evidence', r.evidence
    ))::text into v_body
    from core.recommendations as r
    where r.asin = p_asin and r.marketplace = p_marketplace
    order by r.version desc
    limit 1;
    if not found then
        raise exception 'there is no recommendation for % in marketplace %', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'Main products of active groups and links get one; POST .../{asin}:refresh makes it at once.';
    end if;
    return v_body;
end;
$$;
comment on function api.recommendation(uuid, text, text) is 'Latest recommendation for a main product of a tenant, with actions, outcomes and evidence.';
grant execute on function api.recommendation(uuid, text, text) to asinmart_api;
