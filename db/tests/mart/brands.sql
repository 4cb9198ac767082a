begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(7);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003') as a_id, pg_temp.map('Acme', pg_temp.b(), 'B0TESTA001') as b_id,
    pg_temp.map('Ours', pg_temp.default_tenant(), 'B0TESTA001') as our_id \gset
insert into core.brands (tenant_id, brand_name, display_name, is_active) values (pg_temp.a(), 'Empty', 'Nothing yet', false);
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA003';

set local role asinmart_admin;
select results_eq(
    $$select b.tenant_name, b.brand_name, b.display_name, b.is_active, b.product_count from mart.brands as b order by 1, 2$$,
    $$
        values
            ('default', 'Ours', 'Ours', true, 1::bigint), ('tenant a', 'Acme', 'Acme', true, 2), ('tenant a', 'Empty', 'Nothing yet', false, 0),
            ('tenant b', 'Acme', 'Acme', true, 1)
    $$,
    'an admin sees the brands of all, with the products that count for them'
);
select is((select b.brand_id from mart.brands as b where b.tenant_name = 'tenant b'), :'b_id'::uuid, 'a brand has its key');
set local role tap_tenant;
select is((select string_agg(b.brand_name || ' ' || b.product_count, ', ' order by b.brand_name) from mart.brands as b), 'Acme 2, Empty 0', 'a tenant''s login sees its own');
set local role mart_reader;
select results_eq('select b.brand_id from mart.brands as b', array[:'our_id'::uuid], 'mart_reader sees those of the default tenant');
reset role;
update ops.settings as s set value = 'all' where s.name = 'mart_reader_tenants';
set local role mart_reader;
select is((select count(*) from mart.brands), 4::bigint, 'or of all, by a setting');
set local role asinmart_api;
select is_empty('select 1 from mart.brands', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select results_eq('select b.brand_id from mart.brands as b', array[:'b_id'::uuid], 'with one it sees those of that tenant');

select * from finish();
rollback;
