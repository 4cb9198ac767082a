-- Also deletes its members and the alert rules about it. Raises AM404 when the tenant does not have the group.
create or replace function api.delete_competitive_group(
    p_tenant_id uuid,
    p_id bigint
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    delete from core.competitive_groups as g where g.id = p_id;
    if not found then
        raise exception 'there is no competitive group %', p_id
            using errcode = 'AM404', hint = 'List the competitive groups to see their ids.';
    end if;
end;
$$;
comment on function api.delete_competitive_group(uuid, bigint) is 'Deletes a competitive group of a tenant.';
grant execute on function api.delete_competitive_group(uuid, bigint) to asinmart_api;
