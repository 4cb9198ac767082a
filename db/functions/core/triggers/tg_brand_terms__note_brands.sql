-- The terms of a brand say which queries are branded. Those of a deleted tenant are not recorded.
create or replace function core.tg_brand_terms__note_brands()
returns trigger
language plpgsql
volatile
security definer  -- the API edits terms but does not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_brands (tenant_id, brand_id)
    select distinct r.tenant_id, r.brand_id
    from rows_changed as r
    where exists (select from app.tenants as t where t.tenant_id = r.tenant_id);
    return null;
end;
$$;
comment on function core.tg_brand_terms__note_brands() is 'Records brands that got or lost a term.';

create or replace trigger note_brands_insert
after insert on core.brand_terms
referencing new table as rows_changed
for each statement
execute function core.tg_brand_terms__note_brands();

create or replace trigger note_brands_update
after update on core.brand_terms
referencing new table as rows_changed
for each statement
execute function core.tg_brand_terms__note_brands();

create or replace trigger note_brands_update_before
after update on core.brand_terms
referencing old table as rows_changed
for each statement
execute function core.tg_brand_terms__note_brands();

create or replace trigger note_brands_delete
after delete on core.brand_terms
referencing old table as rows_changed
for each statement
execute function core.tg_brand_terms__note_brands();
