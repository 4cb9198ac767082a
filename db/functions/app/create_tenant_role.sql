-- Returns the name and the password of the login; the password cannot be read again. The name is random: every login on
-- the server can list role names and must not learn from them which tenants exist.
-- Raises AM404 when the tenant does not exist.
create or replace function app.create_tenant_role(p_tenant_id uuid)
returns table (role_name text, password text)
language plpgsql
volatile
security definer  -- asinmart_admin creates logins but owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from app.tenants as t where t.tenant_id = p_tenant_id) then
        raise exception 'there is no tenant %', p_tenant_id using errcode = 'AM404', hint = 'See app.tenants.';
    end if;
    role_name := 'tenant_' || left(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 12);
    password := encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
    insert into app.tenant_roles (role_name, tenant_id) values (create_tenant_role.role_name, p_tenant_id);
    perform accounts.create_login(role_name, password);
    return next;
end;
$$;
comment on function app.create_tenant_role(uuid) is 'Creates a read-only SQL login that sees mart as one tenant; returns its name and its password, which cannot be read again.';
grant execute on function app.create_tenant_role(uuid) to asinmart_admin;
