begin;
set local search_path to extensions, public;
select plan(11);

set local role asinmart_admin;
select isnt(app.create_tenant('Acme', 'pro', 'Europe/Berlin'), null, 'an administrator creates a tenant');
select results_eq(
    $$select t.tier, t.time_zone, t.is_active from app.tenants as t where t.name = 'Acme'$$,
    $$values ('pro', 'Europe/Berlin', true)$$, 'the tenant has its tier and time zone'
);
select isnt(app.create_tenant('Plain'), null, 'a name alone is enough');
select throws_ok($$select app.create_tenant('ACME')$$, 'AM409', 'a tenant named ACME already exists', 'a name is unique regardless of case');
select throws_ok($$select app.create_tenant(' Acme')$$, 'AM422', null, 'a name with spaces at its ends is refused');
select throws_ok($$select app.create_tenant('')$$, 'AM422', null, 'an empty name is refused');
select throws_ok($$select app.create_tenant(null)$$, 'AM422', null, 'a null name is refused');
select throws_ok($$select app.create_tenant('x', 'gold')$$, 'AM422', null, 'an unknown tier is refused');
select throws_ok($$select app.create_tenant('x', 'free', 'Mars/Base')$$, 'AM422', null, 'an unknown time zone is refused');
select throws_ok($$insert into app.tenants (name) values ('x')$$, '42501', null, 'administrators cannot write the table directly');
set local role asinmart_api;
select throws_ok($$select app.create_tenant('x')$$, '42501', null, 'the API cannot create tenants');

select * from finish();
rollback;
