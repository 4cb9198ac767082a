-- Brands with a changed report, and those that triggers noted, as tenant:brand. The noted ones are no longer queued afterwards.
create or replace function ops.take_changed_brands()
returns text[]
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with noted as (
        delete from ops.dirty_brands as d
        returning d.tenant_id, d.brand_id
    )
    select coalesce(array_agg(k.tenant_id || ':' || k.brand_id order by k.tenant_id, k.brand_id), '{}')
    from (
        select n.tenant_id, n.brand_id from noted as n
        union
        select m.tenant_id, m.brand_id
        from pg_temp.changed_reports as c
        inner join core.asin_brand_mapping as m on m.tenant_id = c.tenant_id and m.asin = c.asin and m.marketplace = c.marketplace
    ) as k;
$$;
comment on function ops.take_changed_brands() is 'Brands whose API responses changed.';
