begin;
set local search_path to extensions, public;
select plan(15);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
set local role asinmart_admin;
select lives_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'tap_acme')$$, 'a DBA makes a login');
reset role;
select results_eq(
    $$
        select r.rolcanlogin, r.rolconnlimit, r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
        from pg_roles as r where r.rolname = 'tap_acme'
    $$,
    $$values (true, 5, false)$$, 'that can log in five times and has no powers'
);
select is((select a.rolpassword from pg_authid as a where a.rolname = 'tap_acme'), null, 'not before it has a password');
select set_eq(
    $$select unnest(s.setconfig) from pg_db_role_setting as s where s.setrole = 'tap_acme'::regrole$$,
    array['default_transaction_read_only=on', 'statement_timeout=60s', 'idle_in_transaction_session_timeout=60s', 'search_path=mart'],
    'it starts read-only, in mart, with limits'
);
select set_eq(
    $$select m.roleid::regrole::text from pg_auth_members as m where m.member = 'tap_acme'::regrole$$, array['tenant_reader'],
    'it is a tenant reader and nothing else'
);
create function pg_temp.who_asks() returns uuid language sql stable security definer as 'select app.current_tenant()';
grant usage on schema extensions to tap_acme;
set local role tap_acme;
select is(pg_temp.who_asks(), '00000000-0000-0000-0000-00000000000a'::uuid, 'it is the tenant it was made for');
reset role;
select isnt(shobj_description('tap_acme'::regrole, 'pg_authid'), null, 'it has a comment');
select throws_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'tap_acme')$$, 'AM409', null, 'a role is made once');
select throws_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000b', 'tap_acme')$$, 'AM409', null, 'not for another tenant either');
select throws_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000b', 'mart_reader')$$, 'AM409', null, 'an existing role becomes no tenant''s');
select is_empty($$select 1 from app.tenant_roles as r where r.role_name = 'mart_reader'$$, 'and is not noted as one');
select throws_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'asinmart_x')$$, 'AM422', null, 'names of services are kept free');
select throws_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'Acme; drop role mart_reader')$$, 'AM422', null, 'a name is a name');
select throws_ok($$select app.create_tenant_role(gen_random_uuid(), 'tap_x')$$, 'AM404', null, 'the tenant must be there');
revoke usage on schema extensions from tap_acme;
drop role tap_acme;
select lives_ok($$select app.create_tenant_role('00000000-0000-0000-0000-00000000000a', 'tap_acme')$$, 'a login that a new server lacks is made again');

select * from finish();
rollback;
