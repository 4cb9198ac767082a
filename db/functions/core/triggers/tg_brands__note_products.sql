-- A brand that is switched on or off takes its products' segments along.
create or replace function core.tg_brands__note_products()
returns trigger
language plpgsql
volatile
security definer  -- the API edits brands but does not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_brand_products (tenant_id, asin, marketplace)
    select m.tenant_id, m.asin, m.marketplace
    from new_rows as n
    inner join old_rows as o on o.id = n.id
    inner join core.asin_brand_mapping as m on m.brand_id = n.id and m.tenant_id = n.tenant_id
    where o.is_active <> n.is_active;
    return null;
end;
$$;
comment on function core.tg_brands__note_products() is 'Records products of brands that were switched on or off.';

create or replace trigger note_products
after update on core.brands
referencing old table as old_rows new table as new_rows
for each statement
execute function core.tg_brands__note_products();
