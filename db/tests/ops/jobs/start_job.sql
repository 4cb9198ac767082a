begin;
set local search_path to extensions, public;
select plan(9);

set local role asinmart_admin;
select throws_ok($$select ops.start_job('no-such-job')$$, 'AM404', null, 'an unknown job is an error');
select isnt(ops.start_job('rotate-history', 'manual'), null, 'an admin starts a job');
select is(ops.start_job('rotate-history'), null, 'a second session cannot start it');
reset role;
set local role asinmart_owner;
select results_eq(
    $$select r.status, r.triggered_by, r.error_code from ops.job_runs as r where r.job_name = 'rotate-history' order by r.id$$,
    $$values ('running', 'manual', null), ('skipped', 'schedule', 'AM409')$$,
    'the second start is in the ledger as skipped'
);
select matches(
    (select r.error from ops.job_runs as r where r.status = 'skipped'), '^process ' || pg_backend_pid() || ' is running it$', 'the ledger names the running session'
);
update ops.job_runs set pid = 99999999 where status = 'running';
select isnt(ops.start_job('rotate-history'), null, 'a run whose session has ended does not block');
select throws_ok(
    $$insert into ops.job_runs (job_name) values ('rotate-history')$$, '23505', null, 'a job cannot run twice at the same time, even if the sessions do not see each other'
);
update ops.jobs set is_active = false where job_name = 'audit-marts';
select is(ops.start_job('audit-marts', 'watchdog'), null, 'a paused job is not started by a schedule');
select isnt(ops.start_job('audit-marts', 'manual'), null, 'a paused job can be started manually');

select * from finish();
rollback;
