begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_admin;
select lives_ok($$select ops.pause_job('fetch-products', '2025-03-10 12:00+00')$$, 'an admin pauses a job');
select lives_ok($$select ops.pause_job('fetch-products', '2025-03-11 12:00+00')$$, 'pausing twice changes nothing');
select results_eq(
    $$select j.is_active, j.paused_at, j.paused_by from ops.jobs as j where j.job_name = 'fetch-products'$$,
    $$select false, '2025-03-10 12:00+00'::timestamptz, session_user$$,
    'time and login are recorded'
);
select throws_ok($$select ops.pause_job('no-such-job')$$, 'AM404', null, 'an unknown job is an error');
select throws_ok($$select ops.pause_job('watchdog')$$, 'AM409', null, 'the watchdog cannot be paused');
set local role asinmart_loader;
select throws_ok($$select ops.pause_job('fetch-products')$$, '42501', null, 'another role cannot pause a job');

select * from finish();
rollback;
