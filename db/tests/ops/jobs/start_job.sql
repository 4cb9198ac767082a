begin;
set local search_path to extensions, public;
select plan(9);

set local role asinmart_admin;
select throws_ok($$select ops.start_job('no-such-job')$$, 'AM404', null, 'a job must be registered');
select isnt(ops.start_job('rotate-history', 'manual'), null, 'an admin starts a job');
select is(ops.start_job('rotate-history'), null, 'not beside itself');
reset role;
set local role asinmart_owner;
select results_eq(
    $$select r.status, r.triggered_by, r.error_code from ops.job_runs as r where r.job_name = 'rotate-history' order by r.id$$,
    $$values ('running', 'manual', null), ('skipped', 'schedule', 'AM409')$$,
    'the second one is in the ledger as skipped'
);
select matches(
    (select r.error from ops.job_runs as r where r.status = 'skipped'), '^process ' || pg_backend_pid() || ' is running it$', 'and says who runs it'
);
update ops.job_runs set pid = 99999999 where status = 'running';
select isnt(ops.start_job('rotate-history'), null, 'a run whose backend is gone is in nobody''s way');
select throws_ok(
    $$insert into ops.job_runs (job_name) values ('rotate-history')$$, '23505', null, 'a job cannot run twice at the same time, whatever a session sees'
);
update ops.jobs set is_active = false where job_name = 'audit-marts';
select is(ops.start_job('audit-marts', 'watchdog'), null, 'a paused job does not start by itself');
select isnt(ops.start_job('audit-marts', 'manual'), null, 'but by hand');

select * from finish();
rollback;
