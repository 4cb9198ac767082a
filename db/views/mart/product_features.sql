set role mart_owner;
create or replace view mart.product_features as
select
    f.asin,
    f.marketplace,
    'bullet' as feature_type,
    b.place::integer as position_no,
    null::text as feature_name,
    b.bullet as feature_value,
    f.extracted_at
from core.product_features as f
cross join lateral jsonb_array_elements_text(
    case jsonb_typeof(f.bullets) when 'array' then f.bullets else '[]' end
) with ordinality as b (bullet, place)
union all
select
    f.asin,
    f.marketplace,
    'attribute',
    a.place::integer,
    a.name,
    a.value,
    f.extracted_at
from core.product_features as f
cross join lateral jsonb_each_text(
    case jsonb_typeof(f.attributes) when 'object' then f.attributes else '{}' end
) with ordinality as a (name, value, place);
comment on view mart.product_features is 'One row per product and feature of its listing, a bullet point or an attribute, as last seen.';
comment on column mart.product_features.asin is 'Product.';
comment on column mart.product_features.marketplace is 'Marketplace code.';
comment on column mart.product_features.feature_type is 'bullet or attribute.';
comment on column mart.product_features.position_no is 'Place among the bullet points or attributes of the product, from 1.';
comment on column mart.product_features.feature_name is 'Name of the attribute as the listing writes it; null for bullet points.';
comment on column mart.product_features.feature_value is 'Text of the bullet point, value of the attribute; null: the source gave the name alone.';
comment on column mart.product_features.extracted_at is 'Observation that it comes from.';
grant select on mart.product_features to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
