set role mart_owner;
create or replace view mart.listing_content as
select
    p.asin,
    p.marketplace,
    p.title,
    length(p.title) as title_length,
    b.bullet_count,
    b.bullets_length,
    p.image_url is not null as has_image,
    (
        select count(*) from jsonb_object_keys(case jsonb_typeof(f.attributes) when 'object' then f.attributes else '{}' end)
    ) as attribute_count,
    p.described_at,
    f.extracted_at
from core.products as p
left join core.product_features as f on f.asin = p.asin and f.marketplace = p.marketplace
left join lateral (
    select count(*) as bullet_count, coalesce(sum(length(e.bullet)), 0) as bullets_length
    from jsonb_array_elements_text(case jsonb_typeof(f.bullets) when 'array' then f.bullets else '[]' end) as e (bullet)
) as b on jsonb_typeof(f.bullets) = 'array';
comment on view mart.listing_content is 'What each listing consists of, as last seen: one row per product.';
comment on column mart.listing_content.asin is 'Product.';
comment on column mart.listing_content.marketplace is 'Marketplace code.';
comment on column mart.listing_content.title is 'Listing title; null: unknown.';
comment on column mart.listing_content.title_length is 'Characters of the title; null: unknown.';
comment on column mart.listing_content.bullet_count is 'Bullet points; null: none seen.';
comment on column mart.listing_content.bullets_length is 'Characters of all bullet points; null: none seen.';
comment on column mart.listing_content.has_image is 'Whether a main image was seen.';
comment on column mart.listing_content.attribute_count is 'Attributes seen; 0: none.';
comment on column mart.listing_content.described_at is 'Observation that title and image come from.';
comment on column mart.listing_content.extracted_at is 'Observation that first had these bullet points and attributes; null: none seen.';
grant select on mart.listing_content to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
