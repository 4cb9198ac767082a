begin;
set local search_path to extensions, public;
select plan(7);

set local role asinmart_admin;
select lives_ok($$select ops.reschedule_job('rotate-history', '*/10 1-3 * * 1,5')$$, 'an admin reschedules a job');
select is((select j.schedule from ops.jobs as j where j.job_name = 'rotate-history'), '*/10 1-3 * * 1,5', 'the new schedule is in force');
select ops.reschedule_job('rotate-history');
select is((select j.schedule from ops.jobs as j where j.job_name = 'rotate-history'), '37 2 * * *', 'null restores the schedule of db/jobs');
select throws_ok($$select ops.reschedule_job('rotate-history', 'tomorrow')$$, 'AM422', null, 'a word is not a schedule');
select throws_ok($$select ops.reschedule_job('rotate-history', '1 2 3')$$, 'AM422', null, 'three fields are not a schedule');
select throws_ok($$select ops.reschedule_job('no-such-job', '* * * * *')$$, 'AM404', null, 'an unknown job is an error');
set local role asinmart_loader;
select throws_ok($$select ops.reschedule_job('rotate-history')$$, '42501', null, 'another role cannot reschedule a job');

select * from finish();
rollback;
