create or replace function core.tg_products__note_products()
returns trigger
language plpgsql
volatile
security definer  -- whoever may edit core need not be able to write ops
set search_path = ''
as $$
begin
    insert into ops.dirty_products (asin, marketplace)
    select distinct r.asin, r.marketplace from rows_changed as r;
    return null;
end;
$$;
comment on function core.tg_products__note_products() is 'Notes products that were described anew by hand.';

create or replace trigger note_products_insert
after insert on core.products
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_products__note_products();

create or replace trigger note_products_update
after update on core.products
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_products__note_products();

create or replace trigger note_products_delete
after delete on core.products
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_products__note_products();
