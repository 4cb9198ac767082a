set role mart_owner;
create or replace view mart.feature_matrix as
select
    c.tenant_id,
    c.asin_main,
    m.asin,
    c.marketplace,
    c.feature_name,
    c.feature_category,
    m.asin = c.asin_main as is_main,
    case
        when v.asin is not null then true
        when bool_or(v.asin is not null) over (partition by c.tenant_id, c.asin_main, c.marketplace, m.asin) then false
    end as has_feature,
    v.feature_value,
    v.normalized_value,
    v.numeric_value,
    v.unit,
    v.confidence,
    v.method,
    v.is_verified,
    c.verdict
from mart.feature_comparison as c
inner join mart.compared_products as m
    on m.tenant_id = c.tenant_id and m.asin_main = c.asin_main and m.marketplace = c.marketplace
left join core.product_feature_values as v
    on v.asin = m.asin and v.marketplace = m.marketplace and v.feature_name = c.feature_name;
comment on view mart.feature_matrix is 'Feature matrix of a main product and its competitors: one row per tenant, main product, product of its group and feature that any of them states.';
comment on column mart.feature_matrix.tenant_id is 'Tenant that compares them.';
comment on column mart.feature_matrix.asin_main is 'Main product.';
comment on column mart.feature_matrix.asin is 'Product of the group: the main product or a competitor.';
comment on column mart.feature_matrix.marketplace is 'Marketplace code.';
comment on column mart.feature_matrix.feature_name is 'The feature, the same for all spellings of its name.';
comment on column mart.feature_matrix.feature_category is 'physical, power, connectivity, quantity, design, use or other.';
comment on column mart.feature_matrix.is_main is 'True on the rows of the main product itself.';
comment on column mart.feature_matrix.has_feature is 'Whether its listing states the feature; null: no feature of the product is known.';
comment on column mart.feature_matrix.feature_value is 'Value as the listing writes it; null: not stated.';
comment on column mart.feature_matrix.normalized_value is 'Value that is compared: a number with its unit, else text in lower case; null: not stated.';
comment on column mart.feature_matrix.numeric_value is 'Number in the unit; null: not stated, or no number.';
comment on column mart.feature_matrix.unit is 'g, cm, ml, hours, months, W, V, mAh, count or another; null: none.';
comment on column mart.feature_matrix.confidence is '0 to 1, how sure the value is; null: not stated.';
comment on column mart.feature_matrix.method is 'parser, ai or manual; null: not stated.';
comment on column mart.feature_matrix.is_verified is 'True: a person has checked the value; null: not stated.';
comment on column mart.feature_matrix.verdict is 'Verdict on the feature in the whole group: shared, differs, missing or unique, as in mart.feature_comparison; null: the features of the main product, or of all competitors, are unknown.';
grant select on mart.feature_matrix to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
