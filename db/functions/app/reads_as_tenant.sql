-- True for the SQL login of a tenant, whatever else it is a member of. Policies of shared facts call it for every query of a view
-- of mart, so it has no settings of its own: then the planner inlines it.
create or replace function app.reads_as_tenant()
returns boolean
language sql
stable
parallel safe
as $$
    select pg_has_role(coalesce(nullif(current_setting('role'), 'none'), session_user)::name, 'tenant_reader', 'usage')
        -- A superuser is a member of every role.
        and not pg_has_role(coalesce(nullif(current_setting('role'), 'none'), session_user)::name, 'asinmart_owner', 'usage')
$$;
comment on function app.reads_as_tenant() is 'Whether the session belongs to the SQL login of a tenant, which sees only products and pairs of that tenant.';
grant execute on function app.reads_as_tenant() to public;
