-- Sessions that are open as it see nothing from then on. Raises AM404 when it is no login of a tenant, AM409 when it still owns
-- something or is granted something in another database.
create or replace function app.drop_tenant_role(p_role_name text)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin drops them, but only asinmart_owner may drop roles
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from app.tenant_roles as r where r.role_name = p_role_name;
    if not found then
        raise exception 'there is no login % of a tenant', p_role_name
            using errcode = 'AM404', hint = 'See app.tenant_roles; roles of any other kind are not dropped here.';
    end if;
    execute format('drop role if exists %I', p_role_name);
exception
    when dependent_objects_still_exist then
        raise exception 'the role % owns something or is granted something', p_role_name
            using errcode = 'AM409', hint = 'Run "drop owned by" for it in the databases where it does, as their owner.';
end;
$$;
comment on function app.drop_tenant_role(text) is 'Drops a SQL login of a tenant.';
grant execute on function app.drop_tenant_role(text) to asinmart_admin;
