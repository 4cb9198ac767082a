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

select is_empty('table pg_temp.overdue', 'a newly registered job is not overdue, and the watchdog is left out');
update ops.jobs set registered_at = '2025-03-10 10:59+00' where job_name = 'tap';
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'a job that never ran within max_staleness is overdue');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 11:30+00', '2025-03-10 11:31+00', 'failed');
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'a failed run does not count');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 11:30+00', '2025-03-10 11:31+00', 'skipped');
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'a skipped run does not count');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 10:30+00', '2025-03-10 10:59+00', 'succeeded');
select results_eq('table pg_temp.overdue', $$values ('tap')$$, 'a job whose success is too old is overdue');
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('tap', '2025-03-10 10:50+00', '2025-03-10 11:01+00', 'succeeded');
select is_empty('table pg_temp.overdue', 'a job with a recent success is not overdue');
delete from ops.job_runs;
insert into ops.job_runs (job_name, started_at) values ('tap', '2025-03-10 10:00+00');
select is_empty('table pg_temp.overdue', 'a running job is not overdue');
delete from ops.job_runs;
update ops.jobs set is_active = false;
select is_empty('table pg_temp.overdue', 'a paused job is not overdue');

select * from finish();
rollback;
