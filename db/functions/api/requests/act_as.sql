-- Every function of api that touches a tenant's rows calls this first. The setting ends with the transaction of the
-- caller's statement, so one round trip both sets the tenant and runs the query, and a pooled session keeps no tenant.
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
comment on function api.act_as(uuid) is 'Sets the tenant for the rest of the transaction.';
grant execute on function api.act_as(uuid) to asinmart_api;
