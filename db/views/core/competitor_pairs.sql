create or replace view core.competitor_pairs as
select
    l.asin_main,
    l.asin_comp,
    l.marketplace
from core.competitor_links as l
union
select
    g.asin_main,
    m.asin,
    g.marketplace
from core.competitive_groups as g
inner join core.competitive_group_members as m on m.group_id = g.id
where g.is_active
    and m.is_active
    and m.asin <> g.asin_main;
comment on view core.competitor_pairs is 'Pairs that are compared: links and members of active groups, of all tenants, each once.';
comment on column core.competitor_pairs.asin_main is 'Main product.';
comment on column core.competitor_pairs.asin_comp is 'Competitor.';
comment on column core.competitor_pairs.marketplace is 'Marketplace of both.';
grant select on core.competitor_pairs to asinmart_admin;
