begin;
set local search_path to extensions, public;
select plan(7);

set local role asinmart_admin;
select lives_ok($$select ops.reschedule_job('rotate-history', '*/10 1-3 * * 1,5')$$, 'an admin gives a job another schedule');
select is((select j.schedule from ops.jobs as j where j.job_name = 'rotate-history'), '*/10 1-3 * * 1,5', 'it is in force');
select ops.reschedule_job('rotate-history');
select is((select j.schedule from ops.jobs as j where j.job_name = 'rotate-history'), '37 2 * * *', 'and without one gets its own back');
select throws_ok($$select ops.reschedule_job('rotate-history', 'tomorrow')$$, 'AM422', null, 'a word is no schedule');
select throws_ok($$select ops.reschedule_job('rotate-history', '1 2 3')$$, 'AM422', null, 'nor are three fields');
select throws_ok($$select ops.reschedule_job('no-such-job', '* * * * *')$$, 'AM404', null, 'a job must be registered');
set local role asinmart_loader;
select throws_ok($$select ops.reschedule_job('rotate-history')$$, '42501', null, 'nobody else does');

select * from finish();
rollback;
