set role mart_owner;
create or replace view mart.feature_gaps as
select
    g.tenant_id,
    g.asin_main,
    g.marketplace,
    g.competitor_count,
    g.described_count,
    case when g.is_known then coalesce(n.shared_count, 0) end as shared_count,
    case when g.is_known then coalesce(n.differs_count, 0) end as differs_count,
    case when g.is_known then coalesce(n.missing_count, 0) end as missing_count,
    case when g.is_known then coalesce(n.unique_count, 0) end as unique_count,
    p.title_length as main_title_length,
    p.bullet_count as main_bullet_count,
    g.competitor_title_length_avg,
    g.competitor_bullet_count_avg
from (
    select
        m.tenant_id,
        m.asin_main,
        m.marketplace,
        count(*) filter (where m.asin <> m.asin_main) as competitor_count,
        count(*) filter (where m.asin <> m.asin_main and d.is_described) as described_count,
        coalesce(bool_or(d.is_described) filter (where m.asin = m.asin_main), false)
            and coalesce(bool_or(d.is_described) filter (where m.asin <> m.asin_main), false) as is_known,
        round(avg(length(c.title)) filter (where m.asin <> m.asin_main), 1) as competitor_title_length_avg,
        round(avg(jsonb_array_length(f.bullets)) filter (where m.asin <> m.asin_main), 1) as competitor_bullet_count_avg
    from mart.compared_products as m
    left join core.products as c on c.asin = m.asin and c.marketplace = m.marketplace
    left join core.product_features as f on f.asin = m.asin and f.marketplace = m.marketplace and jsonb_typeof(f.bullets) = 'array'
    cross join lateral (
        select exists (
            select from core.product_feature_values as v where v.asin = m.asin and v.marketplace = m.marketplace
        ) as is_described
    ) as d
    group by m.tenant_id, m.asin_main, m.marketplace
) as g
left join (
    select
        c.tenant_id,
        c.asin_main,
        c.marketplace,
        count(*) filter (where c.verdict = 'shared') as shared_count,
        count(*) filter (where c.verdict = 'differs') as differs_count,
        count(*) filter (where c.verdict = 'missing') as missing_count,
        count(*) filter (where c.verdict = 'unique') as unique_count
    from mart.feature_comparison as c
    group by c.tenant_id, c.asin_main, c.marketplace
) as n on n.tenant_id = g.tenant_id and n.asin_main = g.asin_main and n.marketplace = g.marketplace
left join lateral (
    select length(c.title) as title_length, case jsonb_typeof(f.bullets) when 'array' then jsonb_array_length(f.bullets) end as bullet_count
    from core.products as c
    left join core.product_features as f on f.asin = c.asin and f.marketplace = c.marketplace
    where c.asin = g.asin_main and c.marketplace = g.marketplace
) as p on true;
comment on view mart.feature_gaps is 'What the listing of a main product states against its competitors: one row per tenant and main product, with the number of features of each verdict in mart.feature_comparison.';
comment on column mart.feature_gaps.tenant_id is 'Tenant that compares them.';
comment on column mart.feature_gaps.asin_main is 'Main product.';
comment on column mart.feature_gaps.marketplace is 'Marketplace code.';
comment on column mart.feature_gaps.competitor_count is 'Competitors in the group.';
comment on column mart.feature_gaps.described_count is 'Of those, competitors whose features are known.';
comment on column mart.feature_gaps.shared_count is 'Features that all state with one value; null: the features of the main product, or of all competitors, are unknown.';
comment on column mart.feature_gaps.differs_count is 'Features that the main product states and a competitor states otherwise or not; null: as for shared_count.';
comment on column mart.feature_gaps.missing_count is 'Features that a competitor states and the main product does not; null: as for shared_count.';
comment on column mart.feature_gaps.unique_count is 'Features that the main product alone states; null: as for shared_count.';
comment on column mart.feature_gaps.main_title_length is 'Characters of the main product''s title; null: unknown.';
comment on column mart.feature_gaps.main_bullet_count is 'Bullet points of the main product; null: unknown.';
comment on column mart.feature_gaps.competitor_title_length_avg is 'Mean number of characters of the competitors'' titles, 1 decimal; null: none known.';
comment on column mart.feature_gaps.competitor_bullet_count_avg is 'Mean number of the competitors'' bullet points, 1 decimal; null: none known.';
grant select on mart.feature_gaps to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
