set role mart_owner;
create or replace view mart.competitor_pairs as
select
    c.asin_main,
    c.asin_comp,
    c.marketplace,
    p.title as main_title,
    p.brand as main_brand,
    q.title as comp_title,
    q.brand as comp_brand
from (
    select l.asin_main, l.asin_comp, l.marketplace
    from core.competitor_links as l
    union
    select g.asin_main, m.asin, g.marketplace
    from core.competitive_groups as g
    inner join core.competitive_group_members as m on m.group_id = g.id
    where g.is_active and m.is_active and m.asin <> g.asin_main
) as c
left join core.products as p on p.asin = c.asin_main and p.marketplace = c.marketplace
left join core.products as q on q.asin = c.asin_comp and q.marketplace = c.marketplace;
comment on view mart.competitor_pairs is 'One row per main product and competitor that are compared: links and members of active groups.';
comment on column mart.competitor_pairs.asin_main is 'Main product.';
comment on column mart.competitor_pairs.asin_comp is 'Competitor.';
comment on column mart.competitor_pairs.marketplace is 'Marketplace of both.';
comment on column mart.competitor_pairs.main_title is 'Title of the main product; null: not seen yet.';
comment on column mart.competitor_pairs.main_brand is 'Brand of the main product; null: unknown.';
comment on column mart.competitor_pairs.comp_title is 'Title of the competitor; null: not seen yet.';
comment on column mart.competitor_pairs.comp_brand is 'Brand of the competitor; null: unknown.';
grant select on mart.competitor_pairs to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
