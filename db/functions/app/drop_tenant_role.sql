-- Open sessions of the role see no rows from then on. Raises AM404 when it is not a login of a tenant, AM409 when it
-- still owns or is granted something in another database.
create or replace function app.drop_tenant_role(p_role_name text)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin drops logins but owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from app.tenant_roles as r where r.role_name = p_role_name;
    if not found then
        raise exception '% is not a login of a tenant', p_role_name
            using errcode = 'AM404', hint = 'See app.tenant_roles; roles of any other kind are not dropped here.';
    end if;
    perform accounts.drop_login(p_role_name);
end;
$$;
comment on function app.drop_tenant_role(text) is 'Drops a SQL login of a tenant.';
grant execute on function app.drop_tenant_role(text) to asinmart_admin;
