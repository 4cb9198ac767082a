-- Returns no row when the tenant does not exist or is not active, or the user of that address is not active: the caller
-- need not know which. An unknown address is allowed: the issuer of tokens decides who its users are.
create or replace function app.find_tenant(
    p_tenant_id uuid,
    p_email text default null
)
returns table (tier text)
language plpgsql
stable
security definer  -- the caller has no tenant yet and may not read app.tenants
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select t.tier
    from app.tenants as t
    where t.tenant_id = p_tenant_id
        and t.is_active
        and not exists (
            select from app.users as u
            where u.tenant_id = p_tenant_id and lower(u.email) = lower(p_email) and not u.is_active
        );
end;
$$;
comment on function app.find_tenant(uuid, text) is 'Tier of the tenant that a token names; no row when the tenant or this user of it is not active.';
grant execute on function app.find_tenant(uuid, text) to asinmart_api;
