-- Raises AM404 when the tenant does not have the action.
create or replace function api.recommendation_action(
    p_tenant_id uuid,
    p_id bigint
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
    select json_build_object('data', api.recommendation_action_item(a))::text into v_body
    from core.recommendation_actions as a
    where a.id = p_id;
    if not found then
        raise exception 'there is no action %', p_id using errcode = 'AM404', hint = 'Read the recommendation to see the ids of its actions.';
    end if;
    return v_body;
end;
$$;
comment on function api.recommendation_action(uuid, bigint) is 'One action of a tenant, with its outcomes.';
grant execute on function api.recommendation_action(uuid, bigint) to asinmart_api;
