-- Whose rows a session sees. Policies call it as (select app.current_tenant()), so that it runs once a query, not once a row.
-- An unset or emptied setting means nobody: a session that says nothing sees no tenant's rows.
create or replace function app.current_tenant()
returns uuid
language sql
stable
set search_path = ''
as $$
    select nullif(current_setting('app.tenant_id', true), '')::uuid;
$$;
comment on function app.current_tenant() is 'Tenant of the session, from the setting app.tenant_id; null when none is set.';
grant execute on function app.current_tenant() to public;

-- The policies stand here because they are this function applied. The owner is let through: promotion works for all tenants.
do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'app.tracked_products', 'app.api_usage_logs', 'app.notification_channels', 'core.alerts', 'core.alert_suppressions',
        'core.alert_rules', 'core.alert_rule_channels', 'core.alert_states', 'core.competitor_links',
        'core.competitive_groups', 'core.competitive_group_members'
    ]
    loop
        execute format('drop policy if exists tenant_isolation on %s', v_table);
        execute format(
            'create policy tenant_isolation on %s
                using (tenant_id = (select app.current_tenant()))
                with check (tenant_id = (select app.current_tenant()))',
            v_table
        );
        execute format('drop policy if exists owner_sees_all on %s', v_table);
        execute format('create policy owner_sees_all on %s to asinmart_owner using (true) with check (true)', v_table);
    end loop;
end;
$$;
