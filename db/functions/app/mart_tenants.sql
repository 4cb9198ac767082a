-- Tenants whose own rows the views of mart show to a session: for a tenant's login and for services their tenant; for admins and
-- the owner all; for mart_reader the default tenant, or all where a DBA has set mart_reader_tenants to all. Pairs that any tenant
-- compares are shared facts: mart_reader sees those of all (p_is_shared). An array, so that an index on the
-- tenant finds the rows.
create or replace function app.mart_tenants(p_is_shared boolean)
returns uuid[]
language plpgsql
stable
security definer  -- the caller need not be able to read settings and tenants
set search_path = pg_catalog, pg_temp
parallel safe
as $$
declare
    v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user)::name;
    v_is_reader boolean := not pg_has_role(v_role, 'tenant_reader', 'usage') and pg_has_role(v_role, 'mart_reader', 'usage');
begin
    if pg_has_role(v_role, 'asinmart_owner', 'usage')
        or not pg_has_role(v_role, 'tenant_reader', 'usage') and pg_has_role(v_role, 'asinmart_admin', 'usage')
        or v_is_reader and (
            p_is_shared or exists (select from ops.settings as s where s.name = 'mart_reader_tenants' and s.value = 'all')
        )
    then
        return array(select t.tenant_id from app.tenants as t);
    end if;
    if v_is_reader then
        return array['00000000-0000-0000-0000-000000000001'::uuid];
    end if;
    return array(select t.tenant_id from app.tenants as t where t.tenant_id = app.current_tenant());
end;
$$;
comment on function app.mart_tenants(boolean) is 'Tenants whose own rows the views of mart show to the session.';
grant execute on function app.mart_tenants(boolean) to public;
