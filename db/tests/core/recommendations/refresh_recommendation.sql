begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(7);

select pg_temp.dear_market();
select is(core.refresh_recommendation('B0TESTMAIN', 'US', '2025-03-31 20:00+00'), 0, 'a session without a tenant renews nothing');
select set_config('app.tenant_id', '00000000-0000-0000-0000-0000000000b1', true);
select is(core.refresh_recommendation('B0TESTMAIN', 'US', '2025-03-31 20:00+00'), 0, 'nor does another tenant');
set local role asinmart_api;
select set_config('app.tenant_id', '00000000-0000-0000-0000-000000000001', true);
select is(core.refresh_recommendation('B0TESTMAIN', 'US', '2025-03-31 20:00+00'), 1, 'a session of the tenant does');
select is(core.refresh_recommendation('B0TESTMAIN', 'US', '2025-03-31 20:00+00'), 0, 'and again only when something has changed');
select is(core.refresh_recommendation('B0TESTC001', 'US', '2025-03-31 20:00+00'), 0, 'a product that it compares with nothing has no version');
select results_eq('select a.rule, a.status from core.recommendation_actions as a', $$values ('price_above_peers', 'pending')$$, 'the API reads what was proposed');
select throws_ok('insert into core.recommendations default values', '42501', null, 'but does not write versions');

select * from finish();
rollback;
