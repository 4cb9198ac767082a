begin;
set local search_path to extensions, public;
select plan(9);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', '00000000-0000-0000-0000-00000000000a');
grant tenant_reader, mart_reader to tap_tenant;
grant usage on schema extensions, app to tap_tenant, mart_reader;

set local role tap_tenant;
select is(app.mart_tenants(false), array['00000000-0000-0000-0000-00000000000a'::uuid], 'a login of a tenant sees its own');
select is(app.mart_tenants(true), array['00000000-0000-0000-0000-00000000000a'::uuid], 'of what is shared too, and as a member of mart_reader');
set local role mart_reader;
select is(app.mart_tenants(false), array['00000000-0000-0000-0000-000000000001'::uuid], 'mart_reader sees the default tenant');
select is(cardinality(app.mart_tenants(true)), 3, 'and the pairs of all');
reset role;
update ops.settings as s set value = 'all' where s.name = 'mart_reader_tenants';
set local role mart_reader;
select is(cardinality(app.mart_tenants(false)), 3, 'or all, by a setting');
set local role asinmart_admin;
select is(cardinality(app.mart_tenants(false)), 3, 'an admin sees all');
set local role asinmart_api;
select is(app.mart_tenants(false), '{}', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select is(app.mart_tenants(true), array['00000000-0000-0000-0000-00000000000b'::uuid], 'with one it sees that one');
reset role;
select throws_ok($$update ops.settings as s set value = 'some' where s.name = 'mart_reader_tenants'$$, '23514', null, 'the setting takes default or all');

select * from finish();
rollback;
