begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

delete from ops.job_runs;
insert into ops.job_runs (job_name, started_at, pid) values ('watchdog', now() - interval '5 minutes', pg_backend_pid());
select is(ops.watch_jobs(now()), 0, 'a run within its time is not cancelled');
select is((select r.status from ops.job_runs as r), 'running', 'it stays unchanged');
select is(ops.watch_jobs(now() + interval '1 year'), 0, 'the watchdog does not cancel its own session');
-- No backend has this number: the largest there can be is 4194304.
insert into ops.job_runs (job_name, started_at, pid) values ('rotate-history', now() - interval '5 minutes', 99999999);
select is(ops.watch_jobs(now()), 1, 'a run whose session has ended is closed');
select results_eq(
    $$select r.status, r.error, r.error_code, r.finished_at from ops.job_runs as r where r.job_name = 'rotate-history'$$,
    $$values ('failed', 'the session that ran it has ended', '57P01', now())$$,
    'it is recorded as failed'
);
update ops.job_runs set started_at = '2001-01-01' where job_name = 'watchdog';
select is(ops.watch_jobs(now()), 0, 'the start of another role''s session is hidden, so it counts as alive');
reset role;
select is(ops.watch_jobs(now()), 1, 'a session that began after the run has only the same process number');

select * from finish();
rollback;
