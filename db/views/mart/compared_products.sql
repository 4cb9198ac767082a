set role mart_owner;
create or replace view mart.compared_products as
select l.tenant_id, l.asin_main, v.asin, l.marketplace
from core.competitor_links as l
cross join lateral (values (l.asin_main), (l.asin_comp)) as v (asin)
where l.tenant_id = any ((select app.mart_tenants(false))::uuid[])
union
select g.tenant_id, g.asin_main, v.asin, g.marketplace
from core.competitive_groups as g
inner join core.competitive_group_members as m on m.group_id = g.id
cross join lateral (values (g.asin_main), (m.asin)) as v (asin)
where g.is_active
    and m.is_active
    and m.asin <> g.asin_main
    and g.tenant_id = any ((select app.mart_tenants(false))::uuid[]);
comment on view mart.compared_products is 'Main products with their competitors, for each tenant its own: one row per tenant, main product and product of its group, the main product itself included.';
comment on column mart.compared_products.tenant_id is 'Tenant that compares them.';
comment on column mart.compared_products.asin_main is 'Main product.';
comment on column mart.compared_products.asin is 'Product of the group: the main product or a competitor.';
comment on column mart.compared_products.marketplace is 'Marketplace of all.';
grant select on mart.compared_products to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
