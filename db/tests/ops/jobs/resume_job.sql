begin;
set local search_path to extensions, public;
select plan(3);

set local role asinmart_admin;
select ops.pause_job('fetch-products');
select lives_ok($$select ops.resume_job('fetch-products')$$, 'an admin resumes a job');
select results_eq(
    $$select j.is_active, j.paused_at, j.paused_by from ops.jobs as j where j.job_name = 'fetch-products'$$,
    $$values (true, null::timestamptz, null::name)$$, 'nothing of the pause remains'
);
select throws_ok($$select ops.resume_job('no-such-job')$$, 'AM404', null, 'an unknown job is an error');

select * from finish();
rollback;
