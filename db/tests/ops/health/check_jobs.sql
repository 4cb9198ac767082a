begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

delete from ops.job_runs;
delete from ops.jobs;
insert into ops.jobs (job_name, schedule, default_schedule, function_name, description, max_staleness, max_runtime)
values ('tap', '* * * * *', '* * * * *', 'ops.ensure_partitions', 'test', '1 hour', '1 hour');
create temp view line as select c.status, c.detail from ops.check_jobs(now()) as c where c.check_name = 'job tap';

select results_eq('table line', $$values ('ok', 'has not succeeded yet')$$, 'a new job is ok during its max_staleness');
update ops.jobs set registered_at = now() - interval '2 hours';
select results_eq('table line', $$values ('critical', 'has not succeeded yet')$$, 'a job that did not succeed within max_staleness is critical');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', now() - interval '11 minutes', now() - interval '10 minutes', 'succeeded');
select results_eq('table line', $$values ('ok', 'last success 00:10:00 ago')$$, 'a recent success is ok');
insert into ops.job_runs (job_name, started_at, finished_at, status, error) values ('tap', now() - interval '1 minute', now(), 'failed', 'no luck');
select results_eq('table line', $$values ('warning', 'last success 00:10:00 ago; last error: no luck')$$, 'a failure since then is a warning, with its reason');
update ops.job_runs set started_at = started_at - interval '2 hours', finished_at = finished_at - interval '2 hours';
select is((select l.status from line as l), 'critical', 'a last success beyond max_staleness is critical');
update ops.jobs set is_active = false;
select results_eq('table line', $$values ('ok', 'paused; last error: no luck')$$, 'a paused job is ok');
update ops.jobs set paused_at = '2025-03-10 12:00+00', paused_by = 'asinmart_admin';
select is((select l.detail from line as l), 'paused by asinmart_admin since 2025-03-10 12:00:00+00; last error: no luck', 'the check names the login that paused it');
select is(
    (select c.advice from ops.check_jobs(now()) as c), 'See ops.job_runs, then: call ops.run_job(''tap'', ''manual'').', 'the advice says how to resume it'
);

select * from finish();
rollback;
