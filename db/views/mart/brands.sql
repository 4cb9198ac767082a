set role mart_owner;
create or replace view mart.brands as
select
    b.tenant_id,
    t.name as tenant_name,
    b.id as brand_id,
    b.brand_name,
    coalesce(b.display_name, b.brand_name) as display_name,
    b.is_active,
    (
        select count(*) from core.asin_brand_mapping as m
        where m.tenant_id = b.tenant_id and m.brand_id = b.id and m.is_active
    ) as product_count,
    b.created_at
from core.brands as b
inner join app.tenants as t on t.tenant_id = b.tenant_id;
comment on view mart.brands is 'One row per tenant and brand that the tenant has Brand Analytics reports of.';
comment on column mart.brands.tenant_id is 'Tenant.';
comment on column mart.brands.tenant_name is 'Name of the tenant.';
comment on column mart.brands.brand_id is 'Brand key.';
comment on column mart.brands.brand_name is 'Name as the listing shows it.';
comment on column mart.brands.display_name is 'Name to show; brand_name where no other is set.';
comment on column mart.brands.is_active is 'False: its segments are not kept.';
comment on column mart.brands.product_count is 'Products that count for it.';
comment on column mart.brands.created_at is 'When it was created.';
grant select on mart.brands to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
