create or replace function app.tg_tenants__announce()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_notify('asinmart_access', o.tenant_id::text)
    from rows_before as o
    inner join rows_after as n on n.tenant_id = o.tenant_id
    where (o.is_active, o.tier) is distinct from (n.is_active, n.tier);
    return null;
end;
$$;
comment on function app.tg_tenants__announce() is 'Notifies the listeners of asinmart_access of tenants that were enabled, disabled, or given another tier.';

create or replace trigger announce_update
after update on app.tenants
referencing old table as rows_before new table as rows_after
for each statement
execute function app.tg_tenants__announce();
