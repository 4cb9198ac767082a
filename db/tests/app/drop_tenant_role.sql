begin;
set local search_path to extensions, public;
select plan(7);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-00000000000a', 'tenant a');
select m.role_name from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m \gset
select set_config('tap.role_name', :'role_name', true);
set local role asinmart_admin;
select lives_ok($$select app.drop_tenant_role(current_setting('tap.role_name'))$$, 'a DBA drops a login');
reset role;
select hasnt_role(:'role_name', 'the role is gone');
select is_empty('select 1 from app.tenant_roles as r', 'and stands for nobody');
select throws_ok($$select app.drop_tenant_role('mart_reader')$$, 'AM404', null, 'roles of other kinds are not dropped');
select m.role_name from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m \gset
select set_config('tap.role_name', :'role_name', true);
drop role :role_name;
select lives_ok($$select app.drop_tenant_role(current_setting('tap.role_name'))$$, 'one that is gone already is forgotten');
select m.role_name from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m \gset
select set_config('tap.role_name', :'role_name', true);
grant usage on schema ops to :role_name;
select throws_ok($$select app.drop_tenant_role(current_setting('tap.role_name'))$$, 'AM409', null, 'one that was granted more is not dropped behind the back of who did it');
select isnt_empty('select 1 from app.tenant_roles as r', 'and stays what it is');

select * from finish();
rollback;
