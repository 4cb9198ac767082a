begin;
set local search_path to extensions, public;
select plan(7);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-00000000000a', 'tenant a');
select m.role_name from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m \gset
select set_config('tap.role_name', :'role_name', true);
set local role asinmart_admin;
select lives_ok($$select app.drop_tenant_role(current_setting('tap.role_name'))$$, 'an administrator drops a login');
reset role;
select hasnt_role(:'role_name', 'the dropped role no longer exists');
select is_empty('select 1 from app.tenant_roles as r', 'the dropped login is no longer recorded');
select throws_ok($$select app.drop_tenant_role('mart_reader')$$, 'AM404', null, 'roles of other kinds are not dropped');
select m.role_name from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m \gset
select set_config('tap.role_name', :'role_name', true);
drop role :role_name;
select lives_ok($$select app.drop_tenant_role(current_setting('tap.role_name'))$$, 'the record of a missing login is deleted');
select m.role_name from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m \gset
select set_config('tap.role_name', :'role_name', true);
grant usage on schema ops to :role_name;
select throws_ok($$select app.drop_tenant_role(current_setting('tap.role_name'))$$, 'AM409', null, 'a login with further grants is not dropped');
select isnt_empty('select 1 from app.tenant_roles as r', 'such a login keeps its tenant');

select * from finish();
rollback;
