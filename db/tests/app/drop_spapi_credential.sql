begin;
set local search_path to extensions, public;
\ir ../support/two_tenants.psql
select plan(3);

set local role asinmart_admin;
select app.set_spapi_credential(pg_temp.a(), 'na', 'c', 's', 'r'), app.set_spapi_credential(pg_temp.b(), 'na', 'c', 's', 'r');
select app.drop_spapi_credential(pg_temp.a(), 'na');
select throws_ok($$select app.drop_spapi_credential(pg_temp.a(), 'na')$$, 'AM404', null, 'one that is not stored is not found');
select results_eq('select c.tenant_id from app.spapi_credentials as c', 'values (pg_temp.b())', 'a credential is deleted');
set local role asinmart_owner;
select results_eq('select s.tenant_id from app.spapi_secrets as s', 'values (pg_temp.b())', 'with its secrets');

select * from finish();
rollback;
