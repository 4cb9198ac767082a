begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
\ir ../support/two_tenants.psql
select plan(5);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.load_reports('a1', pg_temp.sales_by_asin('{"asin_granularity": "SKU"}',
    pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001", "sku": "AB-1"}'),
    pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001", "sku": "AB-2"}', '{"unitsOrdered": 0, "sessions": 0, "sessionPercentage": 12.5}')), pg_temp.a()::text);
select pg_temp.load_reports('b1', pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}')), pg_temp.b()::text);
select pg_temp.load_reports('d1', pg_temp.sales_by_asin('{}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}')));

select results_eq(
    $$
        select s.item, s.asin, s.parent_asin, s.sku, s.average_selling_price, s.unit_session_pct, s.session_percentage
        from mart.sales_and_traffic_by_asin as s where s.tenant_id = pg_temp.a() order by 1
    $$,
    $$
        values
            ('AB-1', 'B0TESTA001', 'B0TESTA009', 'AB-1', 12.50, 10.00, null::numeric), ('AB-2', 'B0TESTA001', 'B0TESTA009', 'AB-2', null, null, 12.5)
    $$,
    'rates are of the counts, percentages of the whole catalogue as stated'
);

-- Who sees it.
set local role tap_tenant;
select is((select count(*) from mart.sales_and_traffic_by_asin), 2::bigint, 'a tenant''s login sees its own rows');
set local role mart_reader;
select is((select count(*) from mart.sales_and_traffic_by_asin), 1::bigint, 'mart_reader sees those of the default tenant');
set local role asinmart_api;
select is_empty('select 1 from mart.sales_and_traffic_by_asin', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select is((select count(*) from mart.sales_and_traffic_by_asin), 1::bigint, 'with one it sees those of that tenant');

select * from finish();
rollback;
