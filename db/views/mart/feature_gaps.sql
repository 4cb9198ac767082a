set role mart_owner;
create or replace view mart.feature_gaps as
select
    g.tenant_id,
    g.asin_main,
    g.marketplace,
    g.competitor_count,
    coalesce(n.described_count, 0) as described_count,
    n.shared_count,
    n.differs_count,
    n.missing_count,
    n.unique_count,
    g.main_title_length,
    g.main_bullet_count,
    g.competitor_title_length_avg,
    g.competitor_bullet_count_avg
from (
    select
        m.tenant_id,
        m.asin_main,
        m.marketplace,
        count(*) filter (where m.asin <> m.asin_main) as competitor_count,
        max(length(p.title)) filter (where m.asin = m.asin_main) as main_title_length,
        max(b.bullet_count) filter (where m.asin = m.asin_main) as main_bullet_count,
        round(avg(length(p.title)) filter (where m.asin <> m.asin_main), 1) as competitor_title_length_avg,
        round(avg(b.bullet_count) filter (where m.asin <> m.asin_main), 1) as competitor_bullet_count_avg
    from mart.compared_products as m
    left join core.products as p on p.asin = m.asin and p.marketplace = m.marketplace
    left join core.product_features as f on f.asin = m.asin and f.marketplace = m.marketplace
    cross join lateral (
        select case jsonb_typeof(f.bullets) when 'array' then jsonb_array_length(f.bullets) end as bullet_count
    ) as b
    group by m.tenant_id, m.asin_main, m.marketplace
) as g
left join (
    select
        c.tenant_id,
        c.asin_main,
        c.marketplace,
        max(c.described_count) as described_count,
        case when bool_or(c.verdict is not null) then count(*) filter (where c.verdict = 'shared') end as shared_count,
        case when bool_or(c.verdict is not null) then count(*) filter (where c.verdict = 'differs') end as differs_count,
        case when bool_or(c.verdict is not null) then count(*) filter (where c.verdict = 'missing') end as missing_count,
        case when bool_or(c.verdict is not null) then count(*) filter (where c.verdict = 'unique') end as unique_count
    from mart.feature_comparison as c
    group by c.tenant_id, c.asin_main, c.marketplace
) as n on n.tenant_id = g.tenant_id and n.asin_main = g.asin_main and n.marketplace = g.marketplace;
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
