begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(6);

create temp view line as select c.status, c.detail, c.advice from ops.check_search_reports(pg_temp.now()) as c;
select results_eq('select l.status, l.detail from line as l', $$values ('ok', '0 reports asked in the last 24 hours')$$, 'without requests the check is ok');
select pg_temp.store(), pg_temp.store(pg_temp.b());
select pg_temp.request('{"state": "failed", "error": "Amazon could not make the report.", "asked_at": "2025-03-20 10:00+00", "finished_at": "2025-03-20 11:00+00"}'),
    pg_temp.request('{"state": "failed", "error": "Older.", "asked_at": "2025-03-19 10:00+00", "finished_at": "2025-03-19 11:00+00"}');
select results_eq(
    'select l.status, l.detail from line as l',
    $$values ('warning', '1 reports asked in the last 24 hours; 1 failed in the last 24 hours: Amazon could not make the report.')$$, 'failed reports are reported with the reason'
);
update app.spapi_credentials as c set access_state = 'denied', access_error = 'It answered 403.';
select pg_temp.request('{"state": "access_denied", "error": "It answered 403."}') from generate_series(1, 5);
select is((select count(*) from line), 1::bigint, 'a refusal is one row');
select is(
    (select substring(l.detail from 'access.*403\.;') from line as l), 'access is denied: tenant a (na): It answered 403.; tenant b (na): It answered 403.;',
    'that names the credentials'
);
select matches((select l.advice from line as l), 'app\.set_spapi_credential', 'with what to do');
update app.spapi_credentials as c set is_active = false;
select unalike((select l.detail from line as l), '%denied%', 'one that is switched off needs nothing');

select * from finish();
rollback;
