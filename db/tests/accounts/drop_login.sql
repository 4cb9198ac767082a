begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select accounts.create_login('tenant_0123456789ab', repeat('x', 64));
select lives_ok($$select accounts.drop_login('tenant_0123456789ab')$$, 'a login is dropped');
select hasnt_role('tenant_0123456789ab', 'the dropped role no longer exists');
select lives_ok($$select accounts.drop_login('tenant_0123456789ab')$$, 'dropping a missing login is no error');
select throws_ok($$select accounts.drop_login('mart_reader')$$, 'AM422', null, 'roles of other kinds are not dropped');
select accounts.create_login('tenant_0123456789ab', repeat('x', 64));
grant usage on schema ops to tenant_0123456789ab;
select throws_ok($$select accounts.drop_login('tenant_0123456789ab')$$, 'AM409', null, 'a login with further grants is not dropped');

select * from finish();
rollback;
