-- Raises AM404 when the tenant does not have the group.
create or replace function api.competitive_group(
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
    select json_build_object('data', api.competitive_group_item(g))::text into v_body
    from core.competitive_groups as g
    where g.id = p_id;
    if not found then
        raise exception 'there is no competitive group %', p_id
            using errcode = 'AM404', hint = 'List the competitive groups to see their ids.';
    end if;
    return v_body;
end;
$$;
comment on function api.competitive_group(uuid, bigint) is 'One competitive group of a tenant with its members.';
grant execute on function api.competitive_group(uuid, bigint) to asinmart_api;
