-- Raises AM404 when the tenant does not have the brand.
create or replace function api.brand(
    p_tenant_id uuid,
    p_id uuid
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    perform api.check_brand(p_id);
    return (select json_build_object('data', api.brand_item(b))::text from core.brands as b where b.id = p_id);
end;
$$;
comment on function api.brand(uuid, uuid) is 'One brand of a tenant.';
grant execute on function api.brand(uuid, uuid) to asinmart_api;
