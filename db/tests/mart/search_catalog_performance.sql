begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
\ir ../support/two_tenants.psql
select plan(6);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.load_reports('a1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'),
    pg_temp.catalog_line('B0TESTA002', '{"impressions": 0, "clicks": 0, "click_rate": 0, "purchases": 0, "conversion_rate": 0}')), pg_temp.a()::text);
select pg_temp.load_reports('b1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001')), pg_temp.b()::text);
select pg_temp.load_reports('d1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 30, "purchases": 1}')));

select results_eq(
    $$select c.asin, c.click_rate_pct, c.conversion_rate_pct, c.search_traffic_sales from mart.search_catalog_performance as c where c.tenant_id = pg_temp.a() order by 1$$,
    $$values ('B0TESTA001', 4.00, 12.50, 61.5), ('B0TESTA002', null, null, 61.5)$$, 'rates are of the counts: clicks by impressions, purchases by clicks; of none they are unknown'
);
select results_eq(
    $$select c.click_rate_pct, c.conversion_rate_pct from mart.search_catalog_performance as c where c.tenant_id = pg_temp.default_tenant()$$,
    'values (3.00, 3.33)', 'whatever the report states'
);

-- Who sees it.
set local role tap_tenant;
select is((select count(*) from mart.search_catalog_performance), 2::bigint, 'a tenant''s login sees its own rows');
set local role mart_reader;
select is((select count(*) from mart.search_catalog_performance), 1::bigint, 'mart_reader sees those of the default tenant');
set local role asinmart_api;
select is_empty('select 1 from mart.search_catalog_performance', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select is((select count(*) from mart.search_catalog_performance), 1::bigint, 'with one it sees those of that tenant');

select * from finish();
rollback;
