begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(26);

select pg_temp.store(), pg_temp.store(pg_temp.a(), 'eu'), pg_temp.store(pg_temp.b());
create function pg_temp.begun(p_values jsonb default '{}')
returns void
language sql
volatile
as $$
    delete from sqp.report_requests;
    select pg_temp.request('{"attempts": 2, "started_at": "2025-03-20 11:00+00", "asked_at": "2025-03-20 11:00+00"}' || p_values);
$$;
create function pg_temp.settle(p_state text, p_error text default null, p_attempt integer default 2, p_was_asked boolean default true, p_is_fault boolean default false)
returns integer
language sql
volatile
as $$
    select ops.settle_search_report(
        r.tenant_id, r.id, p_attempt, p_state, p_error, p_was_asked => p_was_asked, p_is_fault => p_is_fault, p_now => pg_temp.now()
    )
    from (select q.tenant_id, q.id from sqp.report_requests as q order by q.id limit 1) as r
$$;
create temp view request as
select r.state, r.error, r.error_count, r.asked_at, r.finished_at, r.next_attempt_at from sqp.report_requests as r order by r.id limit 1;
create temp view credential as
select c.access_state, c.access_error, c.access_checked_at, c.paused_until_at from app.spapi_credentials as c where c.tenant_id = pg_temp.a() and c.region = 'na';

select pg_temp.begun();
select is(pg_temp.settle('loaded', p_attempt => 1), null, 'an attempt that another one has followed changes nothing');
select is((select r.state from request as r), 'queued', 'nothing at all');
select is(ops.settle_search_report(pg_temp.a(), (select r.id from sqp.report_requests as r), 2, 'requested', p_report_id => 'r1', p_now => pg_temp.now()), 0, 'a report is requested');
select results_eq('select r.state, r.report_id, r.finished_at from sqp.report_requests as r', $$values ('requested', 'r1', null::timestamptz)$$, 'its number is stored');
select results_eq('select c.access_state, c.access_checked_at from credential as c', $$values ('granted', pg_temp.now())$$, 'and that Amazon grants access');
select is((select count(*) from app.spapi_credentials as c where c.access_state = 'granted'), 1::bigint, 'with this credential alone');
select ops.settle_search_report(pg_temp.a(), (select r.id from sqp.report_requests as r), 2, 'requested', p_document_id => 'd1', p_now => pg_temp.now());
select results_eq('select r.report_id, r.document_id from sqp.report_requests as r', $$values ('r1', 'd1')$$, 'numbers that are known stay');
select is(pg_temp.settle('requested', 'It answered 500.', p_is_fault => true), 1, 'faults are counted');
select is(pg_temp.settle('requested', 'It answered 500.', p_is_fault => true), 2, 'as many as come in a row');
select is(pg_temp.settle('requested'), 0, 'until a step succeeds');
select is((select r.error from request as r), null, 'which takes the error away');
select ops.settle_search_report(pg_temp.a(), (select r.id from sqp.report_requests as r), 2, 'loaded', p_job_id => 'j1', p_now => pg_temp.now());
select results_eq('select r.state, r.job_id, r.finished_at, r.next_attempt_at from sqp.report_requests as r', $$values ('loaded', 'j1', pg_temp.now(), pg_temp.now() + interval '1 day')$$, 'a loaded report ends with its run');
select is(pg_temp.settle('failed', 'x'), null, 'what has ended does not change');

select pg_temp.begun(), pg_temp.settle('failed', 'x');
select is((select r.next_attempt_at - pg_temp.now() from request as r), interval '1 day', 'a first failure is asked again after a day');
select pg_temp.begun('{"failure_count": 1}'), pg_temp.settle('no_data_yet', 'x');
select is((select r.next_attempt_at - pg_temp.now() from request as r), interval '3 days', 'a second time without data after three');
select pg_temp.begun('{"failure_count": 2}'), pg_temp.settle('failed', 'x');
select is((select r.next_attempt_at - pg_temp.now() from request as r), interval '7 days', 'a third after seven');
select pg_temp.begun('{"failure_count": 12}'), pg_temp.settle('failed', 'x');
select is((select r.next_attempt_at - pg_temp.now() from request as r), interval '7 days', 'and so on');

select pg_temp.begun();
select ops.settle_search_report(
    pg_temp.a(), (select r.id from sqp.report_requests as r), 2, 'queued', 'It asked for slower requests.', p_was_asked => false,
    p_paused_until_at => pg_temp.now() + interval '1 minute', p_now => pg_temp.now()
);
select results_eq('select r.state, r.asked_at from request as r', $$values ('queued', null::timestamptz)$$, 'what Amazon did not take was not asked');
select is((select c.paused_until_at from credential as c), pg_temp.now() + interval '1 minute', 'its pause holds for the credential');

select pg_temp.begun();
select pg_temp.request('{"state": "requested", "report_id": "r2", "asked_at": "2025-03-20 11:00+00"}'), pg_temp.request('{"region": "eu", "marketplace": "DE"}'),
    pg_temp.request(jsonb_build_object('tenant_id', pg_temp.b())), pg_temp.request('{"state": "loaded"}');
select pg_temp.settle('access_denied', 'It answered 403.', p_was_asked => false);
select results_eq(
    'select r.tenant_id, r.region, r.state from sqp.report_requests as r order by r.id',
    $$
        values (pg_temp.a(), 'na', 'access_denied'), (pg_temp.a(), 'na', 'access_denied'), (pg_temp.a(), 'eu', 'queued'),
            (pg_temp.b(), 'na', 'queued'), (pg_temp.a(), 'na', 'loaded')
    $$,
    'a refusal ends every open request of the credential, and no other'
);
select results_eq('select c.access_state, c.access_error, c.access_checked_at from credential as c', $$values ('denied', 'It answered 403.', pg_temp.now())$$, 'the credential says so');
update sqp.report_requests as r set state = 'requested' where r.report_id = 'r2';
select ops.settle_search_report(pg_temp.a(), (select r.id from sqp.report_requests as r where r.report_id = 'r2'), 0, 'loaded', p_now => pg_temp.now());
select is((select c.access_state from credential as c), 'denied', 'a request that was under way does not grant access again');

select app.set_spapi_credential(pg_temp.a(), 'na', 'client', 'new', 'token', '2025-03-20 11:30+00');
select pg_temp.begun(), pg_temp.settle('access_denied', 'It answered 403.');
select is((select c.access_state from credential as c), 'unknown', 'a refusal of the credential before does not concern the new one');
select results_eq('select r.state, r.error from request as r', $$values ('requested', null::text)$$, 'the request goes on with it');

set local role asinmart_worker;
select lives_ok($$select ops.settle_search_report(pg_temp.a(), 1, 1, 'loaded')$$, 'the worker calls it');
select throws_ok($$update sqp.report_requests set state = 'failed'$$, '42501', null, 'and writes no table');

select * from finish();
rollback;
