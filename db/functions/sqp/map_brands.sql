-- Map the products that a tenant has reports of to brands, by the brand in core.products; create brands that are not there yet. Rows by
-- hand stay. Products of an unknown brand stay unmapped: their reports are kept, their segments begin when the brand is known.
create or replace function sqp.map_brands(p_tenant_id uuid)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with reported as (
        select distinct a.asin, a.marketplace from sqp.asin_performance_data as a where a.tenant_id = p_tenant_id
    ),
    branded as (
        select r.asin, r.marketplace, regexp_replace(left(p.brand, 200), '^\s+|\s+$', '', 'g') as brand_name
        from reported as r
        inner join core.products as p on p.asin = r.asin and p.marketplace = r.marketplace
        where left(p.brand, 200) ~ '\S'
    ),
    created as (
        insert into core.brands (tenant_id, brand_name)
        select distinct on (lower(b.brand_name)) p_tenant_id, b.brand_name
        from branded as b
        where not exists (
            select from core.brands as n where n.tenant_id = p_tenant_id and lower(n.brand_name) = lower(b.brand_name)
        )
        order by lower(b.brand_name), b.brand_name
        returning id, lower(brand_name) as name
    ),
    known as (
        select c.id, c.name from created as c
        union all
        select n.id, lower(n.brand_name) from core.brands as n where n.tenant_id = p_tenant_id
    )
    insert into core.asin_brand_mapping as t (tenant_id, asin, marketplace, brand_id, mapped_by)
    select p_tenant_id, b.asin, b.marketplace, k.id, 'product'
    from branded as b
    inner join known as k on k.name = lower(b.brand_name)
    left join core.asin_brand_mapping as m on m.tenant_id = p_tenant_id and m.asin = b.asin and m.marketplace = b.marketplace
    where m.asin is null or m.mapped_by = 'product' and m.brand_id <> k.id
    on conflict (tenant_id, asin, marketplace) do update
    set brand_id = excluded.brand_id
    where t.mapped_by = 'product';
$$;
comment on function sqp.map_brands(uuid) is 'Maps the reported products of a tenant to brands.';
