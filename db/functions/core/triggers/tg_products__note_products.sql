create or replace function core.tg_products__note_products()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_products (asin, marketplace)
    select distinct r.asin, r.marketplace from rows_changed as r;
    -- mart.product_latest has only existing products: a product that was created or deleted gains or loses its row
    -- there.
    insert into ops.dirty_days (asin, marketplace, date, level)
    select r.asin, r.marketplace, max(d.date), 'daily'
    from rows_changed as r
    inner join core.product_metrics_daily as d on d.asin = r.asin and d.marketplace = r.marketplace
    where exists (select from core.products as p where p.asin = r.asin and p.marketplace = r.marketplace)
        is distinct from exists (select from mart.product_latest as l where l.asin = r.asin and l.marketplace = r.marketplace)
    group by r.asin, r.marketplace;
    return null;
end;
$$;
comment on function core.tg_products__note_products() is 'Records products that were created, changed or removed manually.';

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

create or replace trigger note_products_update_before
after update on core.products
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_products__note_products();
