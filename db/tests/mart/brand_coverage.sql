begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(4);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), pg_temp.map('Acme', pg_temp.b(), 'B0TESTA001');
insert into app.spapi_credentials (tenant_id, region, client_id) values (pg_temp.a(), 'na', 'c'), (pg_temp.b(), 'na', 'c');
update ops.settings as s set value = case s.name when 'sqp_wanted_weeks' then '2' else '1' end where s.name in ('sqp_wanted_weeks', 'sqp_wanted_months');

set local role asinmart_admin;
select results_eq(
    $$select c.tenant_id, c.asin, count(*) from mart.brand_coverage as c group by 1, 2 order by 1, 2$$,
    $$values (pg_temp.a(), 'B0TESTA001', 3::bigint), (pg_temp.a(), 'B0TESTA002', 3), (pg_temp.b(), 'B0TESTA001', 3)$$,
    'an admin sees the wanted periods of all'
);
set local role tap_tenant;
select is((select count(*) from mart.brand_coverage), 6::bigint, 'a tenant''s login sees its own');
set local role mart_reader;
select is_empty('select 1 from mart.brand_coverage', 'mart_reader sees those of the default tenant');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select results_eq(
    $$select c.asin, c.period_type, count(*) from mart.brand_coverage as c group by 1, 2 order by 2$$,
    $$values ('B0TESTA001', 'MONTH', 1::bigint), ('B0TESTA001', 'WEEK', 2)$$, 'a service sees those of its tenant'
);

select * from finish();
rollback;
