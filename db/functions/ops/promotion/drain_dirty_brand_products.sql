-- Products that are described only after their reports, or with another brand, are mapped first.
create or replace function ops.drain_dirty_brand_products()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    select sqp.map_brands(t.tenant_id)
    from app.tenants as t
    where exists (
        select from pg_temp.changed_products as c
        inner join sqp.asin_performance_data as a on a.tenant_id = t.tenant_id and a.asin = c.asin and a.marketplace = c.marketplace
    );

    with taken as (
        delete from ops.dirty_brand_products as d
        returning d.tenant_id, d.asin, d.marketplace
    )
    insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
    select a.tenant_id, a.asin, a.marketplace, a.period_type, a.start_date
    from (select distinct t.tenant_id, t.asin, t.marketplace from taken as t) as t
    inner join sqp.asin_performance_data as a on a.tenant_id = t.tenant_id and a.asin = t.asin and a.marketplace = t.marketplace
    except
    select c.tenant_id, c.asin, c.marketplace, c.period_type, c.start_date from pg_temp.changed_reports as c;
$$;
comment on function ops.drain_dirty_brand_products() is 'Moves the products whose brand changed into the promotion, with all their reports.';
