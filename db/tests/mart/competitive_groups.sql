begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/two_tenants.psql

select plan(2);

select pg_temp.seen('B0TESTA001', 'Gloves');
with made as (
    insert into core.competitive_groups (tenant_id, name, asin_main) values
        ('00000000-0000-0000-0000-000000000001', 'ours', 'B0TESTA001'), ('00000000-0000-0000-0000-000000000001', 'empty', 'B0TESTA001'), (pg_temp.b(), 'theirs', 'B0TESTA003')
    returning id, tenant_id, name
)
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active)
select m.id, m.tenant_id, 'B0TESTA002', false from made as m where m.name <> 'empty';
set local role mart_reader;
select results_eq(
    'select g.group_name, g.tenant_name, g.asin_main, g.main_title, g.asin_comp, g.is_group_active, g.is_member_active from mart.competitive_groups as g order by g.group_name desc',
    $$values ('ours', 'default', 'B0TESTA001', 'Gloves', 'B0TESTA002', true, false), ('empty', 'default', 'B0TESTA001', 'Gloves', null, true, null)$$,
    'a group has a row a competitor, or one without any; those of other tenants are not there'
);
set local role asinmart_admin;
select is((select count(*) from mart.competitive_groups), 3::bigint, 'an admin sees all');
select * from finish();
rollback;
