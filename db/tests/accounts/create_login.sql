begin;
set local search_path to extensions, public;
select plan(7);

set local role asinmart_owner;
select lives_ok($$select accounts.create_login('tenant_0123456789ab', repeat('x', 64))$$, 'the owner asks for a login');
reset role;
select results_eq(
    $$
        select r.rolcanlogin, r.rolconnlimit, r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
        from pg_roles as r where r.rolname = 'tenant_0123456789ab'
    $$,
    $$values (true, 5, false)$$, 'it can log in five times and has no powers'
);
select set_eq(
    $$select m.roleid::regrole::text from pg_auth_members as m where m.member = 'tenant_0123456789ab'::regrole$$, array['tenant_reader'],
    'it is a tenant reader and nothing else'
);
set local role asinmart_owner;
select throws_ok($$select accounts.create_login('tenant_0123456789ab', repeat('x', 64))$$, 'AM409', null, 'a login is made once');
select throws_ok($$select accounts.create_login('postgres2', repeat('x', 64))$$, 'AM422', null, 'no other role is made');
select throws_ok($$select accounts.create_login('tenant_0123456789ac', 'short')$$, 'AM422', null, 'none with a password that can be guessed');
set local role asinmart_admin;
select throws_ok($$select accounts.create_login('tenant_0123456789ad', repeat('x', 64))$$, '42501', null, 'and by nobody else');

select * from finish();
rollback;
