begin;
set local search_path to extensions, public;
select plan(4);

create role tap_tenant;
grant tenant_reader, mart_reader, asinmart_api to tap_tenant;
grant usage on schema extensions, app to tap_tenant, mart_reader;
select ok(not app.reads_as_tenant(), 'a superuser, who is a member of every role, is no tenant');
set local role tap_tenant;
select ok(app.reads_as_tenant(), 'a login of a tenant is one, whatever else it is a member of');
set local role mart_reader;
select ok(not app.reads_as_tenant(), 'a reader of everything is none');
set local role asinmart_owner;
select ok(not app.reads_as_tenant(), 'nor is the owner');

select * from finish();
rollback;
