-- Creates a read-only login of a tenant. The limits in its session defaults guard against accidents; the isolation of
-- tenants does not depend on them.
-- Owned by asinmart_accounts, the only role that may create roles, so that asinmart_owner does not need that right.
-- Raises AM422 for a name that app.create_tenant_role does not generate, AM409 when the role exists.
create or replace function accounts.create_login(
    p_role_name text,
    p_password text
)
returns void
language plpgsql
volatile
security definer  -- the owner may not create roles
set search_path = pg_catalog, pg_temp
as $$
begin
    if coalesce(p_role_name, '') !~ '^tenant_[0-9a-f]{12}$' or coalesce(length(p_password), 0) < 32 then
        raise exception 'a login of a tenant cannot have the name % or this password', p_role_name
            using errcode = 'AM422', hint = 'Call app.create_tenant_role, which generates both.';
    end if;
    execute format('create role %I login connection limit 5 password %L', p_role_name, p_password);
    execute format('grant tenant_reader to %I', p_role_name);
    execute format('alter role %I set default_transaction_read_only = on', p_role_name);
    execute format('alter role %I set statement_timeout = %L', p_role_name, '60s');
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', p_role_name, '60s');
    execute format('alter role %I set search_path = mart', p_role_name);
exception
    when duplicate_object then
        raise exception 'role % already exists', p_role_name
            using errcode = 'AM409', hint = 'Roles belong to the whole server: call app.create_tenant_role again.';
end;
$$;
comment on function accounts.create_login(text, text) is 'Creates a read-only login of a tenant; called by app.create_tenant_role.';
revoke execute on function accounts.create_login(text, text) from public;
grant execute on function accounts.create_login(text, text) to asinmart_owner;
