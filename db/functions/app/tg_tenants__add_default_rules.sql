create or replace function app.tg_tenants__add_default_rules()
returns trigger
language plpgsql
volatile
security definer  -- the caller may not write core.alert_rules
set search_path = pg_catalog, pg_temp
as $$
begin
    perform app.add_default_rules(n.tenant_id) from new_rows as n;
    return null;
end;
$$;
comment on function app.tg_tenants__add_default_rules() is 'Creates the default rules of new tenants.';

create or replace trigger add_default_rules
after insert on app.tenants
referencing new table as new_rows
for each statement execute function app.tg_tenants__add_default_rules();

-- The default tenant was created before this trigger.
select app.add_default_rules(t.tenant_id)
from app.tenants as t
where not exists (select from core.alert_rules as r where r.tenant_id = t.tenant_id);
