-- What caches hold of a brand is void when it is changed or deleted. The brands of a deleted tenant are not recorded.
create or replace function core.tg_brands__note_brands()
returns trigger
language plpgsql
volatile
security definer  -- the API edits brands but does not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_brands (tenant_id, brand_id)
    select o.tenant_id, o.id
    from old_rows as o
    where exists (select from app.tenants as t where t.tenant_id = o.tenant_id);
    return null;
end;
$$;
comment on function core.tg_brands__note_brands() is 'Records brands that were changed or deleted.';

create or replace trigger note_brands_update
after update on core.brands
referencing old table as old_rows
for each statement
execute function core.tg_brands__note_brands();

create or replace trigger note_brands_delete
after delete on core.brands
referencing old table as old_rows
for each statement
execute function core.tg_brands__note_brands();
