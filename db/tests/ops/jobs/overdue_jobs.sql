begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

create view pg_temp.overdue as
select o.job_name from ops.overdue_jobs('2025-03-10 12:00+00') as o (job_name);
delete from ops.job_runs;
delete from ops.jobs where job_name not in ('watchdog');
update ops.jobs set registered_at = '2025-01-01';
insert into ops.jobs (job_name, schedule, default_schedule, function_name, description, max_staleness, max_runtime, registered_at)
values ('tap', '* * * * *', '* * * * *', 'ops.ensure_partitions', 'test', '1 hour', '1 hour', '2025-03-10 11:30+00');

select is_empty('table pg_temp.overdue', 'a job registered just now has had no time to run, and the watchdog does not look after itself');
update ops.jobs set registered_at = '2025-03-10 10:59+00' where job_name = 'tap';
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'one that never ran in its time is overdue');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 11:30+00', '2025-03-10 11:31+00', 'failed');
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'a failed run is none');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 11:30+00', '2025-03-10 11:31+00', 'skipped');
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'nor is one that was skipped');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 10:30+00', '2025-03-10 10:59+00', 'succeeded');
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'a success too long ago is stale');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 10:50+00', '2025-03-10 11:01+00', 'succeeded');
select is_empty('table pg_temp.overdue', 'a recent one is not');
delete from ops.job_runs;
insert into ops.job_runs (job_name, started_at) values ('tap', '2025-03-10 10:00+00');
select is_empty('table pg_temp.overdue', 'a job that is running is not started beside itself');
delete from ops.job_runs;
update ops.jobs set is_active = false;
select is_empty('table pg_temp.overdue', 'a paused one is not wanted');

select * from finish();
rollback;
