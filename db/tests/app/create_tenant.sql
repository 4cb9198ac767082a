begin;
set local search_path to extensions, public;
select plan(11);

set local role asinmart_admin;
select isnt(app.create_tenant('Acme', 'pro', 'Europe/Berlin'), null, 'a DBA makes a tenant');
select results_eq(
    $$select t.tier, t.time_zone, t.is_active from app.tenants as t where t.name = 'Acme'$$,
    $$values ('pro', 'Europe/Berlin', true)$$, 'with its tier and time zone'
);
select isnt(app.create_tenant('Plain'), null, 'the name is enough');
select throws_ok($$select app.create_tenant('ACME')$$, 'AM409', 'a tenant named ACME already exists', 'a name is taken in any case of letters');
select throws_ok($$select app.create_tenant(' Acme')$$, 'AM422', null, 'a name has no blanks at its ends');
select throws_ok($$select app.create_tenant('')$$, 'AM422', null, 'and is not empty');
select throws_ok($$select app.create_tenant(null)$$, 'AM422', null, 'nor unknown');
select throws_ok($$select app.create_tenant('x', 'gold')$$, 'AM422', null, 'there are three tiers');
select throws_ok($$select app.create_tenant('x', 'free', 'Mars/Base')$$, 'AM422', null, 'a zone must exist');
select throws_ok($$insert into app.tenants (name) values ('x')$$, '42501', null, 'the table itself is closed to DBAs');
set local role asinmart_api;
select throws_ok($$select app.create_tenant('x')$$, '42501', null, 'the API makes none');

select * from finish();
rollback;
