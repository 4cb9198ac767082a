begin;
set local search_path to extensions, public;
select plan(3);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
insert into app.tracked_products (tenant_id, asin, marketplace, is_active) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTA001', 'US', true), ('00000000-0000-0000-0000-00000000000a', 'B0TESTA002', 'UK', false), ('00000000-0000-0000-0000-00000000000b', 'B0TESTA003', 'US', true);
insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTA001', 'B0TESTA004', 'US'), ('00000000-0000-0000-0000-00000000000b', 'B0TESTA003', 'B0TESTA005', 'US');
with made as (
    insert into core.competitive_groups (tenant_id, name, asin_main, is_active) values
        ('00000000-0000-0000-0000-00000000000a', 'open', 'B0TESTA001', true), ('00000000-0000-0000-0000-00000000000a', 'closed', 'B0TESTA001', false), ('00000000-0000-0000-0000-00000000000b', 'open', 'B0TESTA003', true)
    returning id, tenant_id, name
)
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active)
select m.id, m.tenant_id, x.asin, x.is_active
from made as m
cross join (values ('B0TESTA004', true, 'open'), ('B0TESTA006', true, 'open'), ('B0TESTA007', false, 'open'), ('B0TESTA008', true, 'closed')) as x (asin, is_active, name)
where x.name = m.name;
create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', '00000000-0000-0000-0000-00000000000a');
grant tenant_reader to tap_tenant;
grant usage on schema extensions, app to tap_tenant;
set local role tap_tenant;
select results_eq(
    'select distinct v.asin, v.marketplace from mart.visible_products as v order by 1, 2',
    $$values ('B0TESTA001', 'US'), ('B0TESTA002', 'UK'), ('B0TESTA004', 'US'), ('B0TESTA006', 'US')$$,
    'the view has tracked products, paused ones too, and both sides of links and of active members of active groups'
);
reset role;
select is_empty('select v.asin from mart.visible_products as v', 'without a tenant there are none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select set_eq(
    'select v.asin from mart.visible_products as v', array['B0TESTA003', 'B0TESTA004', 'B0TESTA005', 'B0TESTA006'], 'another tenant sees its own'
);

select * from finish();
rollback;
