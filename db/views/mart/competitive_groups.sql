set role mart_owner;
create or replace view mart.competitive_groups as
select
    g.id as group_id,
    g.tenant_id,
    t.name as tenant_name,
    g.name as group_name,
    g.description,
    g.marketplace,
    g.asin_main,
    p.title as main_title,
    c.asin as asin_comp,
    q.title as comp_title,
    g.is_active as is_group_active,
    c.is_active as is_member_active,
    g.created_at,
    c.created_at as joined_at,
    c.stopped_on,
    c.removed_at,
    g.analysis_frequency
from core.competitive_groups as g
inner join app.tenants as t on t.tenant_id = g.tenant_id
left join core.competitive_group_members as c on c.group_id = g.id
left join core.products as p on p.asin = g.asin_main and p.marketplace = g.marketplace
left join core.products as q on q.asin = c.asin and q.marketplace = g.marketplace
-- Its pairs are shared, its name is not.
where g.tenant_id = any ((select app.mart_tenants(false))::uuid[]);
comment on view mart.competitive_groups is 'One row per competitive group and competitor in it; a group without competitors has one row.';
comment on column mart.competitive_groups.group_id is 'Group key.';
comment on column mart.competitive_groups.tenant_id is 'Tenant.';
comment on column mart.competitive_groups.tenant_name is 'Name of the tenant.';
comment on column mart.competitive_groups.group_name is 'Name of the group, unique for the tenant.';
comment on column mart.competitive_groups.description is 'Free text; null: none.';
comment on column mart.competitive_groups.marketplace is 'Marketplace of the group.';
comment on column mart.competitive_groups.asin_main is 'Product that the others are compared with.';
comment on column mart.competitive_groups.main_title is 'Its title; null: not seen yet.';
comment on column mart.competitive_groups.asin_comp is 'Competitor; null: the group has none.';
comment on column mart.competitive_groups.comp_title is 'Its title; null: not seen yet.';
comment on column mart.competitive_groups.is_group_active is 'False: its pairs are not compared.';
comment on column mart.competitive_groups.is_member_active is 'False: the pair is not compared; null: the group has no competitor.';
comment on column mart.competitive_groups.created_at is 'When the group was made.';
comment on column mart.competitive_groups.joined_at is 'When the competitor joined; null: the group has none.';
comment on column mart.competitive_groups.stopped_on is 'Last day of comparisons of a competitor that was paused or removed; null: it is active, or never was.';
comment on column mart.competitive_groups.removed_at is 'When the competitor was removed from the group; null: it is in it.';
comment on column mart.competitive_groups.analysis_frequency is 'How often a new version of the competition report of the main product is due.';
grant select on mart.competitive_groups to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
