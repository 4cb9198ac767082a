create or replace function ops.drain_dirty_products()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with taken as (
        delete from ops.dirty_products as d
        returning d.asin, d.marketplace
    )
    insert into pg_temp.changed_products (asin, marketplace)
    select t.asin, t.marketplace from taken as t
    except
    select c.asin, c.marketplace from pg_temp.changed_products as c;
$$;
comment on function ops.drain_dirty_products() is 'Moves the products that triggers marked as changed into the promotion.';
