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
select pg_temp.load_reports('a1', pg_temp.sales_by_date('{"granularity": "DAY"}', pg_temp.sales_line('{"date": "2025-01-05"}'),
    pg_temp.sales_line('{"date": "2025-01-06"}', '{"unitsOrdered": 0, "totalOrderItems": 0, "sessions": 0, "orderedProductSales": {"amount": 0}}')), pg_temp.a()::text);
select pg_temp.load_reports('b1', pg_temp.sales_by_date('{"granularity": "WEEK"}', pg_temp.sales_line('{"date": "2025-01-05"}')), pg_temp.b()::text);
select pg_temp.load_reports('d1', pg_temp.sales_by_date('{"granularity": "MONTH"}', pg_temp.sales_line('{"date": "2025-01-01"}')));

select results_eq(
    $$
        select s.start_date, s.average_sales_per_order_item, s.average_units_per_order_item, s.average_selling_price, s.refund_rate_pct, s.order_item_session_pct,
            s.unit_session_pct
        from mart.sales_and_traffic as s where s.tenant_id = pg_temp.a() order by 1
    $$,
    $$values ('2025-01-05'::date, 15.63, 1.25, 12.50, 5.00, 8.00, 10.00), ('2025-01-06', null, null, null, null, null, null)$$,
    'means and rates are of the counts, of none they are unknown'
);
select results_eq(
    $$select s.period_type, s.start_date, s.end_date from mart.sales_and_traffic as s where s.tenant_id <> pg_temp.a() order by 1$$,
    $$values ('MONTH', '2025-01-01'::date, '2025-01-31'::date), ('WEEK', '2025-01-05', '2025-01-11')$$, 'a row says which days it is of'
);

-- Who sees it.
set local role tap_tenant;
select is((select count(*) from mart.sales_and_traffic), 2::bigint, 'a tenant''s login sees its own rows');
set local role mart_reader;
select is((select count(*) from mart.sales_and_traffic), 1::bigint, 'mart_reader sees those of the default tenant');
set local role asinmart_api;
select is_empty('select 1 from mart.sales_and_traffic', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select is((select count(*) from mart.sales_and_traffic), 1::bigint, 'with one it sees those of that tenant');

select * from finish();
rollback;
