-- Drops a login of a tenant; a login that does not exist is no error.
-- Raises AM422 for any other role, AM409 when the login owns something or has a grant in a database of the server.
create or replace function accounts.drop_login(p_role_name text)
returns void
language plpgsql
volatile
security definer  -- the owner may not drop roles
set search_path = pg_catalog, pg_temp
as $$
begin
    if coalesce(p_role_name, '') !~ '^tenant_[0-9a-f]{12}$' then
        raise exception 'role % is not a login of a tenant', p_role_name
            using errcode = 'AM422', hint = 'See app.tenant_roles.';
    end if;
    execute format('drop role if exists %I', p_role_name);
exception
    when dependent_objects_still_exist then
        raise exception 'the role % owns something or is granted something', p_role_name
            using errcode = 'AM409', hint = 'Run "drop owned by" for it in the databases where it does, as the administrator of the server.';
end;
$$;
comment on function accounts.drop_login(text) is 'Drops a login of a tenant; called by app.drop_tenant_role.';
revoke execute on function accounts.drop_login(text) from public;
grant execute on function accounts.drop_login(text) to asinmart_owner;
