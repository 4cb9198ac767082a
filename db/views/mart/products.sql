set role mart_owner;
create or replace view mart.products as
select
    p.asin,
    p.marketplace,
    m.currency_code,
    p.title,
    p.brand,
    p.manufacturer,
    p.model,
    p.category,
    p.category_path,
    'https://www.' || m.domain || '/dp/' || p.asin as product_url,
    p.image_url,
    p.parent_asin,
    p.is_active,
    p.is_unlisted,
    p.unlisted_at,
    p.first_seen_at,
    p.last_seen_at,
    p.described_at
from core.products as p
inner join core.marketplaces as m on m.marketplace = p.marketplace;
comment on view mart.products is 'One row per product, an ASIN in a marketplace, with its latest description.';
comment on column mart.products.asin is 'Product.';
comment on column mart.products.marketplace is 'Marketplace code.';
comment on column mart.products.currency_code is 'ISO 4217 currency of all prices in the row.';
comment on column mart.products.title is 'Listing title as last seen; null: no source gave one.';
comment on column mart.products.brand is 'Brand as last seen; null: unknown.';
comment on column mart.products.manufacturer is 'Manufacturer as the listing states it; null: unknown.';
comment on column mart.products.model is 'Model or item model number; null: unknown.';
comment on column mart.products.category is 'Last element of the category path; null: unknown.';
comment on column mart.products.category_path is 'Breadcrumbs from the root, separated by " > "; null: unknown.';
comment on column mart.products.product_url is 'Address of the product page.';
comment on column mart.products.image_url is 'Main image; null: unknown.';
comment on column mart.products.parent_asin is 'Variation parent; null: unknown or none.';
comment on column mart.products.is_active is 'False: an operator retired the product.';
comment on column mart.products.is_unlisted is 'True while the latest observation found no listing.';
comment on column mart.products.unlisted_at is 'Observation that found the listing gone; null while listed.';
comment on column mart.products.first_seen_at is 'Earliest observation of any status.';
comment on column mart.products.last_seen_at is 'Latest observation of any status.';
comment on column mart.products.described_at is 'Observation that the description comes from.';
grant select on mart.products to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
