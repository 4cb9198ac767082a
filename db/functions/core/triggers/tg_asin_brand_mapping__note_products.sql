-- Which brand a product counts for decides all its segments. The promotion's own writes count too: a mapping is made after its report.
-- The mappings of a deleted tenant go after its reports, so they are not recorded.
create or replace function core.tg_asin_brand_mapping__note_products()
returns trigger
language plpgsql
volatile
security definer  -- the API edits mappings but does not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_brand_products (tenant_id, asin, marketplace)
    select distinct r.tenant_id, r.asin, r.marketplace
    from rows_changed as r
    where exists (select from app.tenants as t where t.tenant_id = r.tenant_id);
    return null;
end;
$$;
comment on function core.tg_asin_brand_mapping__note_products() is 'Records products whose brand was changed.';

create or replace trigger note_products_insert
after insert on core.asin_brand_mapping
referencing new table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_products();

create or replace trigger note_products_update
after update on core.asin_brand_mapping
referencing new table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_products();

create or replace trigger note_products_update_before
after update on core.asin_brand_mapping
referencing old table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_products();

create or replace trigger note_products_delete
after delete on core.asin_brand_mapping
referencing old table as rows_changed
for each statement
execute function core.tg_asin_brand_mapping__note_products();
