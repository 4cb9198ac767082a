set role mart_owner;
create or replace view mart.feature_comparison as
select
    f.tenant_id,
    f.asin_main,
    f.marketplace,
    f.feature_name,
    f.feature_category,
    f.main_value,
    f.competitor_count,
    f.described_count,
    f.stated_count,
    f.common_value,
    f.is_same_value,
    case
        when f.described_count = 0 or not f.is_main_described then null
        when f.main_value is null then 'missing'
        when f.stated_count = 0 then 'unique'
        when f.stated_count = f.described_count and f.is_same_value then 'shared'
        else 'differs'
    end as verdict
from (
    select
        v.tenant_id,
        v.asin_main,
        v.marketplace,
        v.feature_name,
        min(v.feature_category) as feature_category,
        max(v.feature_value) filter (where v.asin = v.asin_main) as main_value,
        v.competitor_count,
        v.described_count,
        v.is_main_described,
        count(*) filter (where v.asin <> v.asin_main) as stated_count,
        mode() within group (order by v.feature_value) filter (where v.asin <> v.asin_main) as common_value,
        min(v.normalized_value) = max(v.normalized_value)
            or coalesce(
                count(v.numeric_value) = count(*) and count(v.unit) = count(*) and min(v.unit) = max(v.unit) and min(v.unit) <> 'count'
                and max(v.numeric_value) - min(v.numeric_value) <= 0.005 * max(v.numeric_value),
                false
            ) as is_same_value
    from (
        select
            m.tenant_id, m.asin_main, m.asin, m.marketplace, m.feature_name, m.feature_category, m.feature_value, m.normalized_value,
            m.numeric_value, m.unit,
            count(*) filter (where m.place = 1 and m.asin <> m.asin_main) over one_group as competitor_count,
            count(*) filter (where m.place = 1 and m.asin <> m.asin_main and m.feature_name is not null) over one_group
                as described_count,
            bool_or(m.asin = m.asin_main and m.feature_name is not null) over one_group as is_main_described
        from (
            select
                c.tenant_id, c.asin_main, c.asin, c.marketplace, v.feature_name, v.feature_category, v.feature_value,
                v.normalized_value, v.numeric_value, v.unit,
                row_number() over (partition by c.tenant_id, c.asin_main, c.marketplace, c.asin) as place
            from mart.compared_products as c
            left join core.product_feature_values as v
                on v.asin = c.asin and v.marketplace = c.marketplace and v.feature_category <> 'identity'
        ) as m
        window one_group as (partition by m.tenant_id, m.asin_main, m.marketplace)
    ) as v
    where v.feature_name is not null
    group by
        v.tenant_id, v.asin_main, v.marketplace, v.feature_name, v.competitor_count, v.described_count, v.is_main_described
) as f;
comment on view mart.feature_comparison is 'Features of a main product against those of its competitors: one row per tenant, main product and feature that the listing of any of them states. Brand, model and other names of the product are not compared.';
comment on column mart.feature_comparison.tenant_id is 'Tenant that compares them.';
comment on column mart.feature_comparison.asin_main is 'Main product.';
comment on column mart.feature_comparison.marketplace is 'Marketplace code.';
comment on column mart.feature_comparison.feature_name is 'The feature, the same for all spellings of its name.';
comment on column mart.feature_comparison.feature_category is 'physical, power, connectivity, quantity, design, use or other.';
comment on column mart.feature_comparison.main_value is 'Value as the main product''s listing writes it; null: it does not state the feature.';
comment on column mart.feature_comparison.competitor_count is 'Competitors in the group.';
comment on column mart.feature_comparison.described_count is 'Of those, competitors whose features are known; the verdict is about them.';
comment on column mart.feature_comparison.stated_count is 'Of those, competitors whose listing states the feature.';
comment on column mart.feature_comparison.common_value is 'The most frequent value among the competitors, as written; null: none states it.';
comment on column mart.feature_comparison.is_same_value is 'True: all who state it have one value after conversion of units. Numbers with a unit that are within 0.5 % are one value, for shops round them; counts are compared exactly.';
comment on column mart.feature_comparison.verdict is 'shared: all state it, with one value; differs: the main product states it, and a competitor states another value or none; missing: a competitor states it and the main product does not; unique: the main product alone states it. Null: the features of the main product, or of all competitors, are unknown.';
grant select on mart.feature_comparison to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
