-- A login without a password: asinmart_owner gives it one, psql's \password sends it encrypted. Its limits are what a session
-- starts with, against accidents; what it sees does not hang on them. A role that a restored database names and its new
-- server lacks is made again.
-- Raises AM404 when there is no such tenant, AM409 when the role is there already or stands for another tenant, AM422 when it
-- cannot be called so, AM403 when the owner may not grant tenant_reader (made by somebody else, from PostgreSQL 16 on).
create or replace function app.create_tenant_role(
    p_tenant_id uuid,
    p_role_name text
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin makes them, but only asinmart_owner may create roles
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_role_name is null or p_role_name !~ '^[a-z][a-z0-9_]{2,62}$' or p_role_name ~ '^(pg_|asinmart_)' then
        raise exception 'no login of a tenant can be called %', p_role_name
            using errcode = 'AM422', hint = 'Lower-case letters, digits and _, 3 to 63 of them, such as tenant_acme.';
    end if;
    if not exists (select from app.tenants as t where t.tenant_id = p_tenant_id) then
        raise exception 'there is no tenant %', p_tenant_id using errcode = 'AM404', hint = 'See app.tenants.';
    end if;
    insert into app.tenant_roles (role_name, tenant_id) values (p_role_name, p_tenant_id) on conflict (role_name) do nothing;
    if not exists (select from app.tenant_roles as r where r.role_name = p_role_name and r.tenant_id = p_tenant_id) then
        raise duplicate_object;
    end if;

    execute format('create role %I login connection limit 5', p_role_name);
    execute format('grant tenant_reader to %I', p_role_name);
    execute format('alter role %I set default_transaction_read_only = on', p_role_name);
    execute format('alter role %I set statement_timeout = %L', p_role_name, '60s');
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', p_role_name, '60s');
    execute format('alter role %I set search_path = mart', p_role_name);
    execute format('comment on role %I is %L', p_role_name, 'SQL login of a tenant of ' || current_database() || ': see app.tenant_roles.');
exception
    when duplicate_object or unique_violation then
        raise exception 'there is a role % already', p_role_name
            using errcode = 'AM409', hint = 'Roles belong to the whole server: take another name, or drop it first with app.drop_tenant_role.';
    when insufficient_privilege then
        raise exception 'asinmart_owner may not make the role %: %', p_role_name, sqlerrm
            using errcode = 'AM403', hint = 'As the administrator of the server: alter role asinmart_owner createrole; grant tenant_reader to asinmart_owner with admin option.';
end;
$$;
comment on function app.create_tenant_role(uuid, text) is 'Makes a read-only SQL login that sees mart as one tenant.';
grant execute on function app.create_tenant_role(uuid, text) to asinmart_admin;
