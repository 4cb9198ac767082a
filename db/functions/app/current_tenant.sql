-- Returns the tenant whose rows a session sees. Policies call it as (select app.current_tenant()), so that it runs once
-- a query, not once a row.
-- The role decides the source of the tenant. A tenant's own SQL login always is that tenant, whatever the settings;
-- services set app.tenant_id; Supabase's role authenticated has the tenant in its token. Other roles, and services that
-- set nothing, have no tenant. The role is that of SET ROLE, else the session's: inside a definer function such as this
-- one, current_user is the owner.
-- Raises AM422 when the value is not a tenant id; the message does not repeat it. plpgsql keeps its plan for the
-- session.
create or replace function app.current_tenant()
returns uuid
language plpgsql
stable
security definer  -- the caller may not read app.tenant_roles
set search_path = pg_catalog, pg_temp
parallel safe  -- else no query on a table with a policy runs in parallel; this also forbids an exception block
as $$
declare
    v_role text := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_tenant_id uuid;
    v_said text;
begin
    select case when t.is_active then t.tenant_id end into v_tenant_id
    from app.tenant_roles as r
    inner join app.tenants as t on t.tenant_id = r.tenant_id
    where r.role_name = v_role;
    if found then
        return v_tenant_id;
    end if;

    if pg_has_role(v_role::name, 'asinmart_api', 'usage') or pg_has_role(v_role::name, 'asinmart_worker', 'usage')
        or pg_has_role(v_role::name, 'asinmart_admin', 'usage') or pg_has_role(v_role::name, 'asinmart_owner', 'usage')
    then
        v_said := current_setting('app.tenant_id', true);
    elsif v_role = 'authenticated' then
        v_said := nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'app_metadata' ->> 'tenant_id';
    end if;
    if v_said !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and v_said <> '' then
        raise exception 'the tenant that this session names is not a tenant id'
            using errcode = 'AM422', hint = 'Set app.tenant_id, or app_metadata.tenant_id of the token, to a tenant_id of app.tenants.';
    end if;
    return nullif(v_said, '')::uuid;
end;
$$;
comment on function app.current_tenant() is 'Tenant of the session: that of its SQL login, else the one that a service sets in app.tenant_id or a token names in app_metadata.tenant_id; null without a tenant.';
grant execute on function app.current_tenant() to public;

-- The policies are in this file because they only apply the function. Every table with a tenant_id gets them, whichever
-- migration created it.
do $$
declare
    v_table regclass;
begin
    for v_table in
        select c.oid::regclass
        from pg_catalog.pg_attribute as a
        inner join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
        inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace and n.nspname in ('app', 'core', 'mart', 'ops', 'sqp')
        where a.attname = 'tenant_id' and not a.attisdropped
    loop
        -- The function reads app.tenant_roles: a policy there would call the function again.
        if v_table <> 'app.tenant_roles'::regclass then
            perform app.apply_policy(
                v_table, 'tenant_isolation',
                'using (tenant_id = (select app.current_tenant())) with check (tenant_id = (select app.current_tenant()))',
                'Rows of the tenant of the session.'
            );
        end if;
        perform app.apply_policy(
            v_table, 'owner_sees_all', 'to asinmart_owner using (true) with check (true)', 'Promotion, alerts and jobs work for all tenants.'
        );
        perform app.apply_policy(
            v_table, 'admin_reads_all', 'for select to asinmart_admin using (true)', 'Database administrators read the rows of all tenants.'
        );
    end loop;
end;
$$;
