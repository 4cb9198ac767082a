begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
select plan(7);

create temp view noted as
select distinct d.tenant_id, d.asin, d.marketplace from ops.dirty_brand_products as d;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002') is not null as is_mapped;
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA001', 'US'), (pg_temp.a(), 'B0TESTA002', 'US')$$, 'mapped products are recorded');
delete from ops.dirty_brand_products;
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA001';
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA001', 'US')$$, 'a changed mapping records its product');
delete from ops.dirty_brand_products;
update core.asin_brand_mapping set asin = 'B0TESTA003' where asin = 'B0TESTA001';
select set_eq(
    'table noted', $$values (pg_temp.a(), 'B0TESTA001', 'US'), (pg_temp.a(), 'B0TESTA003', 'US')$$, 'one that moves to another product records both'
);
delete from ops.dirty_brand_products;
delete from core.asin_brand_mapping where asin = 'B0TESTA003';
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA003', 'US')$$, 'a deleted mapping records its product');
delete from ops.dirty_brand_products;
delete from core.asin_brand_mapping where asin = 'B0TESTA099';
select is_empty('table noted', 'a statement without rows records nothing');

-- The API writes mappings of its tenant, never ops.
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
update core.asin_brand_mapping set mapped_by = 'hand';
select throws_ok(
    format($$insert into core.asin_brand_mapping (tenant_id, asin, brand_id) select %L, 'B0TESTA001', b.id from core.brands as b$$, pg_temp.b()),
    '42501', null, 'a service cannot map for another tenant'
);
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'B0TESTA002', 'US')$$, 'a change by the API is recorded');

select * from finish();
rollback;
