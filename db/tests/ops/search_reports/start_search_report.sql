begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(20);

select pg_temp.request() as id \gset
select set_config('tap.id', :'id', true);
create function pg_temp.start(p_instance_id text default 'here', p_tenant_id uuid default pg_temp.a())
returns table (
    outcome text, detail text, due_at timestamptz, attempt integer, marketplace_id text, report_id text, document_id text, known text[],
    secrets text
)
language sql
volatile
as $$
    select
        s.outcome, s.detail, s.due_at, s.attempt, s.marketplace_id, s.report_id, s.document_id, s.known_report_ids,
        concat_ws(' ', s.client_id, s.client_secret, s.refresh_token)
    from ops.start_search_report(p_tenant_id, current_setting('tap.id')::bigint, p_instance_id, pg_temp.now()) as s
$$;

select results_eq(
    $$select s.outcome, s.detail, s.secrets from pg_temp.start('there') as s$$,
    $$values ('held', 'this database belongs to installation here, not to there', '')$$, 'a copy of the database gets no secret'
);
select results_eq(
    $$select s.outcome, s.detail, s.secrets from pg_temp.start() as s$$,
    $$values ('over', 'The credential of the Selling Partner API was deleted.', '')$$, 'without a credential a request ends'
);
select is((select r.state from sqp.report_requests as r), 'access_denied', 'as one that may not be asked');
update sqp.report_requests as r set state = 'queued', finished_at = null;
select pg_temp.store(), pg_temp.store(pg_temp.b());
select results_eq(
    $$select s.outcome, s.detail, s.secrets from pg_temp.start(p_tenant_id => pg_temp.b()) as s$$, $$values ('over', 'gone', '')$$,
    'another tenant has no such request'
);
update app.spapi_credentials as c set is_active = false;
select results_eq(
    'select s.outcome, s.detail, s.due_at, s.secrets from pg_temp.start() as s',
    $$values ('later', 'the tenant or its credential is switched off', pg_temp.now() + interval '1 hour', '')$$, 'one that is switched off waits'
);
update app.spapi_credentials as c set is_active = true;
update app.tenants as t set is_active = false where t.tenant_id = pg_temp.a();
select is((select s.outcome from pg_temp.start() as s), 'later', 'as that of a tenant that is switched off');
update app.tenants as t set is_active = true;
update app.spapi_credentials as c set paused_until_at = pg_temp.now() + interval '1 second';
select results_eq(
    'select s.outcome, s.detail, s.due_at, s.secrets from pg_temp.start() as s',
    $$values ('later', 'Amazon asked for slower requests', pg_temp.now() + interval '1 second', '')$$, 'nothing is asked while Amazon wants a pause'
);
select is((select r.attempts from sqp.report_requests as r), 0, 'none of it was an attempt');
update app.spapi_credentials as c set paused_until_at = pg_temp.now();

select results_eq(
    'select * from pg_temp.start()', $$values ('ask', null::text, null::timestamptz, 1, 'ATVPDKIKX0DER', null::text, null::text, '{}'::text[], 'client secret token')$$,
    'the first attempt asks, with the credential'
);
select results_eq(
    'select r.state, r.attempts, r.started_at, r.asked_at from sqp.report_requests as r', $$values ('queued', 1, pg_temp.now(), pg_temp.now())$$,
    'from then on Amazon may have been asked'
);
select pg_temp.request('{"state": "loaded", "report_id": "other", "asked_at": "2025-03-20 11:00+00"}'), pg_temp.request('{"state": "loaded", "report_id": "old", "asked_at": "2025-03-01 11:00+00"}'),
    pg_temp.request(jsonb_build_object('tenant_id', pg_temp.b(), 'state', 'loaded', 'report_id', 'foreign', 'asked_at', '2025-03-20 11:00+00'));
select results_eq(
    'select s.outcome, s.attempt, s.known from pg_temp.start() as s', $$values ('find', 2, array['other'])$$,
    'the next one looks for the report first, among those of no other request'
);
update sqp.report_requests as r set report_id = 'r1', state = 'requested' where r.id = :id;
update app.spapi_credentials as c set paused_until_at = pg_temp.now() + interval '1 hour';
select results_eq(
    'select s.outcome, s.attempt, s.report_id, s.document_id, s.known from pg_temp.start() as s', $$values ('poll', 3, 'r1', null::text, '{}'::text[])$$,
    'a known report is followed, even in a pause'
);
update sqp.report_requests as r set document_id = 'd1' where r.id = :id;
select is((select s.document_id from pg_temp.start() as s), 'd1', 'and its document, once that is known');
update app.spapi_credentials as c set access_state = 'denied', access_error = 'It answered 403.' where c.tenant_id = pg_temp.a();
select results_eq(
    'select s.outcome, s.detail, s.secrets from pg_temp.start() as s', $$values ('over', 'It answered 403.', '')$$, 'where access is denied a request ends'
);
select results_eq(
    'select r.state, r.error, r.report_id, r.finished_at from sqp.report_requests as r where r.id = ' || :id,
    $$values ('access_denied', 'It answered 403.', 'r1', pg_temp.now())$$, 'and keeps the number of its report'
);
select is((select s.outcome from pg_temp.start() as s), 'over', 'it stays ended');
select is((select r.attempts from sqp.report_requests as r where r.id = :id), 4, 'without an attempt');

set local role asinmart_worker;
select lives_ok($$select ops.start_search_report('00000000-0000-0000-0000-00000000000a', 1, 'here')$$, 'the worker calls it');
select throws_ok('select 1 from app.spapi_secrets', '42501', null, 'and cannot read secrets');
select throws_ok('select 1 from sqp.report_requests', '42501', null, 'nor requests');

select * from finish();
rollback;
