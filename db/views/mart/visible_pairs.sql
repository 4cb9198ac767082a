-- What core.compared_pairs has of the tenant, and members that were paused or removed, but from the tables: that view reads with the
-- eyes of who asks, and a policy asks as a role that would be asked for its policies in turn. Here the owner reads.
create or replace view mart.visible_pairs as
select
    l.asin_main,
    l.asin_comp,
    l.marketplace
from core.competitor_links as l
where l.tenant_id = (select app.current_tenant())
union all
select
    g.asin_main,
    m.asin,
    g.marketplace
from core.competitive_groups as g
inner join core.competitive_group_members as m on m.group_id = g.id
where g.tenant_id = (select app.current_tenant())
    and g.is_active
    and (m.is_active or m.stopped_on is not null)
    and m.asin <> g.asin_main;
comment on view mart.visible_pairs is 'Pairs that the current tenant compares or compared: links, and members of active groups, also paused and removed ones; a pair can stand in several.';
comment on column mart.visible_pairs.asin_main is 'Main product.';
comment on column mart.visible_pairs.asin_comp is 'Competitor.';
comment on column mart.visible_pairs.marketplace is 'Marketplace of both.';
grant select on mart.visible_pairs to tenant_reader, mart_owner, asinmart_admin;
revoke select on mart.visible_pairs from mart_reader, asinmart_api;
