begin;
set local search_path to extensions, public;
\ir ../support/two_tenants.psql
select plan(3);

set local role asinmart_owner;
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values (pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), (pg_temp.b(), 'B0TESTA001', 'B0TESTA002');
insert into core.competitive_groups (tenant_id, name, asin_main, is_active) values (pg_temp.a(), 'one', 'B0TESTA001', true), (pg_temp.a(), 'paused', 'B0TESTA001', false);
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active)
select g.id, g.tenant_id, m.asin, m.is_active
from core.competitive_groups as g cross join (values ('B0TESTA002', true), ('B0TESTA003', true), ('B0TESTA004', false)) as m (asin, is_active) where g.name = 'one'
union all
select g.id, g.tenant_id, 'B0TESTA005', true from core.competitive_groups as g where g.name = 'paused';
select results_eq(
    'select p.asin_main, p.asin_comp, p.marketplace from core.compared_pairs as p where p.tenant_id = pg_temp.a() order by 2',
    $$values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA003', 'US')$$,
    'links, and active members of active groups; a pair can stand there several times'
);
select is((select count(*) from core.compared_pairs as p where p.tenant_id = pg_temp.b()), 1::bigint, 'each tenant has its own');
set local role asinmart_api;
select set_config('app.tenant_id', pg_temp.b()::text, true) is not null as is_set;
select results_eq('select p.tenant_id from core.compared_pairs as p', 'select pg_temp.b()', 'a service sees those of its tenant');

select * from finish();
rollback;
