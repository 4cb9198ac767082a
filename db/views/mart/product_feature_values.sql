set role mart_owner;
create or replace view mart.product_feature_values as
select
    v.asin,
    v.marketplace,
    v.feature_name,
    v.feature_category,
    v.feature_value,
    v.normalized_value,
    v.numeric_value,
    v.unit,
    v.confidence,
    v.method,
    v.is_verified,
    v.extracted_at
from core.product_feature_values as v;
comment on view mart.product_feature_values is 'Features of products after unifying names and units: one row per product and feature. mart.product_features has the bullet points and attributes as written.';
comment on column mart.product_feature_values.asin is 'Product.';
comment on column mart.product_feature_values.marketplace is 'Marketplace code.';
comment on column mart.product_feature_values.feature_name is 'The feature, the same for all spellings of its name.';
comment on column mart.product_feature_values.feature_category is 'identity (brand, model), physical, power, connectivity, quantity, design, use or other.';
comment on column mart.product_feature_values.feature_value is 'Value as the listing writes it.';
comment on column mart.product_feature_values.normalized_value is 'Value to compare: a number with its unit, else text in lower case.';
comment on column mart.product_feature_values.numeric_value is 'Number in the unit; null: the value is no number.';
comment on column mart.product_feature_values.unit is 'g, cm, ml, hours, months, W, V, mAh, count or another; null: none.';
comment on column mart.product_feature_values.confidence is '0 to 1: 0.95 attribute with a known name, 0.9 second part of a known one, 0.8 another attribute, 0.6 words of a bullet point.';
comment on column mart.product_feature_values.method is 'parser, ai or manual.';
comment on column mart.product_feature_values.is_verified is 'True: a person has checked the value.';
comment on column mart.product_feature_values.extracted_at is 'Observation that it comes from; for manual rows when it was entered.';
grant select on mart.product_feature_values to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
