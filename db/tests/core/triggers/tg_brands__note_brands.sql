begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
select plan(4);

create temp view noted as select d.tenant_id, b.brand_name from ops.dirty_brands as d left join core.brands as b on b.id = d.brand_id;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001'), pg_temp.map('Acme', pg_temp.b(), 'B0TESTA001'), pg_temp.map('Other', pg_temp.a(), 'B0TESTA002');
reset role;
delete from ops.dirty_brands;

update core.brands set display_name = 'ACME' where brand_name = 'Acme' and tenant_id = pg_temp.a();
select results_eq('table noted', $$values (pg_temp.a(), 'Acme')$$, 'a changed brand is recorded');
delete from ops.dirty_brands;
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
update core.brands set is_active = false where brand_name = 'Acme';
reset role;
select results_eq('table noted', $$values (pg_temp.a(), 'Acme')$$, 'so it is when the API changes it, of its tenant only');
delete from ops.dirty_brands;
delete from core.brands where brand_name = 'Other';
select set_eq('table noted', $$values (pg_temp.a(), null)$$, 'a deleted brand is recorded');
delete from ops.dirty_brands;
delete from app.tenants where tenant_id = pg_temp.b();
select is_empty('table noted', 'the brands of a deleted tenant are not');

select * from finish();
rollback;
