-- Alerts have no foreign key to tenants, see core.alerts.
create or replace function app.tg_tenants__delete_alerts()
returns trigger
language plpgsql
volatile
security definer  -- the caller may not write core
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from core.alerts as a using old_rows as o where a.tenant_id = o.tenant_id;
    delete from core.alert_suppressions as s using old_rows as o where s.tenant_id = o.tenant_id;
    return null;
end;
$$;
comment on function app.tg_tenants__delete_alerts() is 'Deletes the alerts of deleted tenants.';

create or replace trigger delete_alerts
after delete on app.tenants
referencing old table as old_rows
for each statement execute function app.tg_tenants__delete_alerts();
