begin;
set local search_path to extensions, public;
select plan(7);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'tap_acme');
set local role asinmart_admin;
select lives_ok($$select app.drop_tenant_role('tap_acme')$$, 'a DBA drops a login');
reset role;
select hasnt_role('tap_acme', 'the role is gone');
select is_empty($$select 1 from app.tenant_roles as r where r.role_name = 'tap_acme'$$, 'and stands for nobody');
select throws_ok($$select app.drop_tenant_role('mart_reader')$$, 'AM404', null, 'roles of other kinds are not dropped');
select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'tap_acme');
drop role tap_acme;
select lives_ok($$select app.drop_tenant_role('tap_acme')$$, 'one that is gone already is forgotten');
select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'tap_acme');
grant usage on schema ops to tap_acme;
select throws_ok($$select app.drop_tenant_role('tap_acme')$$, 'AM409', null, 'one that was granted more is not dropped behind the back of who did it');
select isnt_empty($$select 1 from app.tenant_roles as r where r.role_name = 'tap_acme'$$, 'and stays what it is');

select * from finish();
rollback;
