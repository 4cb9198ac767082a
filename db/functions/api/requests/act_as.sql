-- Every function of api that touches a tenant's own rows begins with this: the tenant holds until the end of the caller's
-- statement, so that one round trip both says who asks and asks, and a pooled session keeps nothing of it.
create or replace function api.act_as(p_tenant_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('app.tenant_id', p_tenant_id::text, true);
end;
$$;
comment on function api.act_as(uuid) is 'Makes the rest of the transaction act for a tenant.';
grant execute on function api.act_as(uuid) to asinmart_api;
