begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/two_tenants.psql

select plan(3);

select pg_temp.seen('B0TESTA001', 'Gloves', 8);
insert into app.tracked_products (tenant_id, asin, marketplace, price_change_threshold_pct) values
    (pg_temp.a(), 'B0TESTA001', 'US', 5), (pg_temp.b(), 'B0TESTA002', 'US', null), ('00000000-0000-0000-0000-000000000001', 'B0TESTA003', 'US', null);
set local role asinmart_admin;
select results_eq(
    $$select t.tenant_name, t.title, t.price_change_threshold_pct, t.tracking_frequency, t.is_active, t.latest_date from mart.tracked_products as t where t.asin = 'B0TESTA001'$$,
    $$values ('tenant a', 'Gloves', 5::numeric, interval '24 hours', true, '2025-03-10'::date)$$, 'a watched product has its thresholds and its newest day'
);
select is((select count(*) from mart.tracked_products), 3::bigint, 'products that were not seen yet are there too');
set local role mart_reader;
select set_eq('select t.asin from mart.tracked_products as t', array['B0TESTA003'], 'mart_reader sees the list of the default tenant');
select * from finish();
rollback;
