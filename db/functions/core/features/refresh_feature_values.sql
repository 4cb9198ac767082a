-- Bring the rows of the parser in core.product_feature_values in line with their definition for the products in
-- pg_temp.changed_features; writes rows that differ. Rows by other methods stay as they are. EXCEPT compares sets by hashing, whatever
-- the planner expects: a first load has no statistics yet.
create or replace function core.refresh_feature_values()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- on a table without statistics the planner would read all of it for each product
as $$
    with changed as materialized (
        select c.asin, c.marketplace from pg_temp.changed_features as c group by c.asin, c.marketplace
    ),
    parsed as materialized (
        select p.*
        from changed as c
        cross join lateral definitions.product_feature_values(c.asin, c.marketplace) as p
    ),
    stored as materialized (
        select v.*
        from changed as c
        inner join core.product_feature_values as v on v.asin = c.asin and v.marketplace = c.marketplace
        where v.method = 'parser'
    ),
    removed as (
        delete from core.product_feature_values as v
        using (
            select s.asin, s.marketplace, s.feature_name from stored as s
            except
            select p.asin, p.marketplace, p.feature_name from parsed as p
        ) as g
        where v.asin = g.asin and v.marketplace = g.marketplace and v.feature_name = g.feature_name and v.method = 'parser'
    )
    insert into core.product_feature_values as t (
        asin, marketplace, feature_name, feature_category, feature_value, normalized_value, numeric_value, unit, confidence, method,
        extracted_at
    )
    select
        d.asin, d.marketplace, d.feature_name, d.feature_category, d.feature_value, d.normalized_value, d.numeric_value, d.unit,
        d.confidence, 'parser',
        (select f.extracted_at from core.product_features as f where f.asin = d.asin and f.marketplace = d.marketplace)
    from (
        select
            p.asin, p.marketplace, p.feature_name, p.feature_category, p.feature_value, p.normalized_value, p.numeric_value, p.unit,
            p.confidence
        from parsed as p
        except
        select
            s.asin, s.marketplace, s.feature_name, s.feature_category, s.feature_value, s.normalized_value, s.numeric_value, s.unit,
            s.confidence
        from stored as s
    ) as d
    order by d.asin, d.marketplace, d.feature_name
    on conflict (asin, marketplace, feature_name) do update
    set feature_category = excluded.feature_category, feature_value = excluded.feature_value,
        normalized_value = excluded.normalized_value, numeric_value = excluded.numeric_value, unit = excluded.unit,
        confidence = excluded.confidence, extracted_at = excluded.extracted_at,
        is_verified = t.is_verified and t.normalized_value = excluded.normalized_value
    where t.method = 'parser';
$$;
comment on function core.refresh_feature_values() is 'Brings the parser''s features of changed products in line with their listings.';
