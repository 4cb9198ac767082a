-- Bring the rows of the parser in core.product_feature_values in line with their definition for the products in
-- pg_temp.changed_features; writes rows that differ. Rows by other methods stay as they are.
create or replace function core.refresh_feature_values()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with changed as (
        select c.asin, c.marketplace from pg_temp.changed_features as c group by c.asin, c.marketplace
    ),
    parsed as materialized (
        select p.*
        from changed as c
        cross join lateral definitions.product_feature_values(c.asin, c.marketplace) as p
    ),
    removed as (
        delete from core.product_feature_values as v
        using changed as c
        where v.asin = c.asin and v.marketplace = c.marketplace and v.method = 'parser'
            and not exists (
                select from parsed as p where p.asin = v.asin and p.marketplace = v.marketplace and p.feature_name = v.feature_name
            )
    )
    insert into core.product_feature_values as t (
        asin, marketplace, feature_name, feature_category, feature_value, normalized_value, numeric_value, unit, confidence, method,
        extracted_at
    )
    select
        p.asin, p.marketplace, p.feature_name, p.feature_category, p.feature_value, p.normalized_value, p.numeric_value, p.unit,
        p.confidence, 'parser', p.extracted_at
    from parsed as p
    left join core.product_feature_values as v
        on v.asin = p.asin and v.marketplace = p.marketplace and v.feature_name = p.feature_name
    where v.asin is null
        or v.method = 'parser'
        and (v.feature_category, v.feature_value, v.normalized_value, v.numeric_value, v.unit, v.confidence) is distinct from (
            p.feature_category, p.feature_value, p.normalized_value, p.numeric_value, p.unit, p.confidence
        )
    order by p.asin, p.marketplace, p.feature_name
    on conflict (asin, marketplace, feature_name) do update
    set feature_category = excluded.feature_category, feature_value = excluded.feature_value,
        normalized_value = excluded.normalized_value, numeric_value = excluded.numeric_value, unit = excluded.unit,
        confidence = excluded.confidence, extracted_at = excluded.extracted_at,
        is_verified = t.is_verified and t.normalized_value = excluded.normalized_value
    where t.method = 'parser';
$$;
comment on function core.refresh_feature_values() is 'Brings the parser''s features of changed products in line with their listings.';
