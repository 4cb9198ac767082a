begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
select plan(6);

create temp view noted as select distinct d.tenant_id, b.brand_name from ops.dirty_brands as d left join core.brands as b on b.id = d.brand_id;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'Acme')$$, 'a brand with new products is recorded');
select is((select count(*) from ops.dirty_brands), 1::bigint, 'once a statement');
delete from ops.dirty_brands;
set local role asinmart_owner;
select pg_temp.map('Other', pg_temp.a(), 'B0TESTA002');
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'Acme'), (pg_temp.a(), 'Other')$$, 'a product that moves records both brands');
delete from ops.dirty_brands;
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA001';
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'Acme')$$, 'a change by the API is recorded');
delete from ops.dirty_brands;
delete from core.asin_brand_mapping where asin = 'B0TESTA001';
select set_eq('table noted', $$values (pg_temp.a(), 'Acme')$$, 'a brand that loses a product is recorded');
delete from ops.dirty_brands;
delete from core.asin_brand_mapping where asin = 'B0TESTA099';
select is_empty('table noted', 'a statement without rows records nothing');

select * from finish();
rollback;
