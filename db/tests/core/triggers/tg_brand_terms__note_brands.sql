begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
select plan(4);

create temp view noted as select distinct d.tenant_id, b.brand_name from ops.dirty_brands as d left join core.brands as b on b.id = d.brand_id;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001'), pg_temp.map('Other', pg_temp.a(), 'B0TESTA002');
reset role;
delete from ops.dirty_brands;

set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
insert into core.brand_terms (tenant_id, brand_id, term) select b.tenant_id, b.id, 'akme' from core.brands as b where b.brand_name = 'Acme';
reset role;
select set_eq('table noted', $$values (pg_temp.a(), 'Acme')$$, 'a new term records its brand');
delete from ops.dirty_brands;
update core.brand_terms set brand_id = (select b.id from core.brands as b where b.brand_name = 'Other');
select set_eq('table noted', $$values (pg_temp.a(), 'Acme'), (pg_temp.a(), 'Other')$$, 'one that moves records both brands');
delete from ops.dirty_brands;
delete from core.brand_terms;
select set_eq('table noted', $$values (pg_temp.a(), 'Other')$$, 'a deleted one records its brand');
delete from ops.dirty_brands;
delete from core.brand_terms;
select is_empty('table noted', 'a statement without rows records nothing');

select * from finish();
rollback;
