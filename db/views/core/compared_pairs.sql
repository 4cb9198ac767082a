create or replace view core.compared_pairs with (security_invoker = true) as
select
    l.tenant_id,
    l.asin_main,
    l.asin_comp,
    l.marketplace
from core.competitor_links as l
union all
select
    g.tenant_id,
    g.asin_main,
    m.asin,
    g.marketplace
from core.competitive_groups as g
inner join core.competitive_group_members as m on m.group_id = g.id
where g.is_active
    and m.is_active
    and m.asin <> g.asin_main;
comment on view core.compared_pairs is 'Pairs that each tenant compares: one row per link or member of an active group; a pair can occur several times.';
comment on column core.compared_pairs.tenant_id is 'Tenant that compares the pair.';
comment on column core.compared_pairs.asin_main is 'Main product.';
comment on column core.compared_pairs.asin_comp is 'Competitor.';
comment on column core.compared_pairs.marketplace is 'Marketplace of both.';
grant select on core.compared_pairs to asinmart_api, asinmart_admin;
