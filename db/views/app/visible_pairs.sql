-- The tenant's rows of core.compared_pairs, read from the tables as the owner of the view. core.compared_pairs itself
-- is a security_invoker view: inside a policy it would apply the policies of its own tables.
create or replace view app.visible_pairs as
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
    and m.is_active
    and m.asin <> g.asin_main;
comment on view app.visible_pairs is 'Pairs that the current tenant compares: links and members of active groups; a pair can occur several times.';
comment on column app.visible_pairs.asin_main is 'Main product.';
comment on column app.visible_pairs.asin_comp is 'Competitor.';
comment on column app.visible_pairs.marketplace is 'Marketplace of both.';
grant select on app.visible_pairs to tenant_reader, asinmart_admin;
