begin;
set local search_path to extensions, public;
\ir ../support/two_tenants.psql
select plan(4);

set local role asinmart_admin;
select app.set_spapi_credential(pg_temp.a(), 'na', 'c', 's', 'r'), app.set_spapi_credential(pg_temp.b(), 'na', 'c', 's', 'r');
select app.switch_spapi_credential(pg_temp.a(), 'na', false);
select results_eq(
    'select c.tenant_id, c.is_active from app.spapi_credentials as c order by 1', $$values (pg_temp.a(), false), (pg_temp.b(), true)$$,
    'a credential is switched off'
);
select app.switch_spapi_credential(pg_temp.a(), 'na', true);
select is((select bool_and(c.is_active) from app.spapi_credentials as c), true, 'and on');
select throws_ok($$select app.switch_spapi_credential(pg_temp.a(), 'eu', false)$$, 'AM404', null, 'one that is not stored is not found');
set local role asinmart_api;
select throws_ok($$select app.switch_spapi_credential(pg_temp.a(), 'na', false)$$, '42501', null, 'the API cannot switch it');

select * from finish();
rollback;
