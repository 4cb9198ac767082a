begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_admin;
select lives_ok($$select ops.pause_job('fetch-products', '2025-03-10 12:00+00')$$, 'an admin pauses a job');
select lives_ok($$select ops.pause_job('fetch-products', '2025-03-11 12:00+00')$$, 'twice is once');
select results_eq(
    $$select j.is_active, j.paused_at, j.paused_by from ops.jobs as j where j.job_name = 'fetch-products'$$,
    $$select false, '2025-03-10 12:00+00'::timestamptz, session_user$$,
    'when and by whom is written down'
);
select throws_ok($$select ops.pause_job('no-such-job')$$, 'AM404', null, 'a job must be registered');
select throws_ok($$select ops.pause_job('watchdog')$$, 'AM409', null, 'the watchdog goes on');
set local role asinmart_loader;
select throws_ok($$select ops.pause_job('fetch-products')$$, '42501', null, 'nobody else pauses one');

select * from finish();
rollback;
