begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
select plan(6);

create temp view noted as
select d.tenant_id, d.asin, d.marketplace from ops.dirty_brand_products as d;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002') is not null and pg_temp.map('Other', pg_temp.a(), 'B0TESTA003') is not null
    and pg_temp.map('Acme', pg_temp.b(), 'B0TESTA001') is not null as are_mapped;
reset role;
delete from ops.dirty_brand_products;

update core.brands set is_active = false where brand_name = 'Acme' and tenant_id = pg_temp.a();
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA001', 'US'), (pg_temp.a(), 'B0TESTA002', 'US')$$, 'a brand that is switched off records its products');
delete from ops.dirty_brand_products;
update core.brands set is_active = false, display_name = 'ACME' where brand_name = 'Acme' and tenant_id = pg_temp.a();
select is_empty('table noted', 'another change of a brand records none');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
update core.brands set is_active = true;
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA001', 'US'), (pg_temp.a(), 'B0TESTA002', 'US')$$, 'switched on by the API, of its tenant only, it records them again');
delete from ops.dirty_brand_products;
delete from core.brands where brand_name = 'Other';
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA003', 'US')$$, 'a deleted brand records its products through their mappings');

select throws_ok($$insert into core.brands (tenant_id, brand_name) values (pg_temp.a(), 'ACME')$$, '23505', null, 'a name is unique for its tenant, whatever its case');
select throws_ok(
    $$insert into core.asin_brand_mapping (tenant_id, asin, brand_id) select pg_temp.a(), 'B0TESTA009', b.id from core.brands as b where b.tenant_id = pg_temp.b()$$,
    '23503', null, 'a product cannot be mapped to another tenant''s brand'
);

select * from finish();
rollback;
