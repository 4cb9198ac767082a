-- Caches drop the keys of the tenant that the message names. A message can be lost, so caches keep keys for minutes
-- only.
create or replace function app.tg_api_keys__announce()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_notify('asinmart_access', changed.tenant_id::text)
    from (
        select distinct o.tenant_id
        from rows_before as o
        left join app.api_keys as n on n.id = o.id
        where (o.role, o.scopes, o.tier, o.expires_at, o.revoked_at, o.key_hash, o.tenant_id)
            is distinct from (n.role, n.scopes, n.tier, n.expires_at, n.revoked_at, n.key_hash, n.tenant_id)
    ) as changed;
    return null;
end;
$$;
comment on function app.tg_api_keys__announce() is 'Notifies the listeners of asinmart_access of tenants whose API keys changed or were deleted.';

create or replace trigger announce_update
after update on app.api_keys
referencing old table as rows_before
for each statement
execute function app.tg_api_keys__announce();

create or replace trigger announce_delete
after delete on app.api_keys
referencing old table as rows_before
for each statement
execute function app.tg_api_keys__announce();
