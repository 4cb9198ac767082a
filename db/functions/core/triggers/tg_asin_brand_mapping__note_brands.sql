-- A product that is mapped to another brand changes both. The promotion's own writes count too: only the mapping knows the brand
-- that a product had before. The mappings of a deleted tenant are not recorded.
create or replace function core.tg_asin_brand_mapping__note_brands()
returns trigger
language plpgsql
volatile
security definer  -- the API edits mappings but does not write ops
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
comment on function core.tg_asin_brand_mapping__note_brands() is 'Records brands that got or lost a product.';

create or replace trigger note_brands_insert
after insert on core.asin_brand_mapping
referencing new table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_brands();

create or replace trigger note_brands_update
after update on core.asin_brand_mapping
referencing new table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_brands();

create or replace trigger note_brands_update_before
after update on core.asin_brand_mapping
referencing old table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_brands();

create or replace trigger note_brands_delete
after delete on core.asin_brand_mapping
referencing old table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_brands();
