begin;
set local search_path to extensions, public;
select plan(7);

set local role asinmart_owner;
select lives_ok($$select accounts.create_login('tenant_0123456789ab', repeat('x', 64))$$, 'the owner creates a login');
reset role;
select results_eq(
    $$
        select r.rolcanlogin, r.rolconnlimit, r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
        from pg_roles as r where r.rolname = 'tenant_0123456789ab'
    $$,
    $$values (true, 5, false)$$, 'the login allows five connections and has no powers'
);
select set_eq(
    $$select m.roleid::regrole::text from pg_auth_members as m where m.member = 'tenant_0123456789ab'::regrole$$, array['tenant_reader'],
    'the login is a tenant reader and nothing else'
);
set local role asinmart_owner;
select throws_ok($$select accounts.create_login('tenant_0123456789ab', repeat('x', 64))$$, 'AM409', null, 'an existing login is not created again');
select throws_ok($$select accounts.create_login('postgres2', repeat('x', 64))$$, 'AM422', null, 'a role of another kind is not created');
select throws_ok($$select accounts.create_login('tenant_0123456789ac', 'short')$$, 'AM422', null, 'a login with a short password is refused');
set local role asinmart_admin;
select throws_ok($$select accounts.create_login('tenant_0123456789ad', repeat('x', 64))$$, '42501', null, 'another role cannot create logins');

select * from finish();
rollback;
