begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from ops.job_runs;
delete from ops.jobs where job_name <> 'watchdog';
update ops.jobs set registered_at = now() - interval '1 hour', max_staleness = '10 minutes';
create temp view health as
select h.last_status, h.last_row_count, h.consecutive_failures, h.last_error, h.is_overdue from ops.job_health as h;
select results_eq('table health', $$values (null, null::bigint, 0::bigint, null, true)$$, 'a job that never ran is overdue after max_staleness');
insert into ops.job_runs (job_name, started_at, finished_at, status, row_count) values ('watchdog', now() - interval '6 minutes', now() - interval '5 minutes', 'succeeded', 7);
select results_eq('table health', $$values ('succeeded', 7::bigint, 0::bigint, null, false)$$, 'a job with a recent success is not overdue');
insert into ops.job_runs (job_name, started_at, finished_at, status, error)
select 'watchdog', now() - n * interval '1 minute', now() - n * interval '1 minute', 'failed', 'error ' || n from generate_series(1, 2) as n;
insert into ops.job_runs (job_name, started_at, finished_at, status) values ('watchdog', now(), now(), 'skipped');
select results_eq('table health', $$values ('failed', 7::bigint, 2::bigint, 'error 1', false)$$, 'failures since the last success are counted and the last error is shown; skipped runs are ignored');
update ops.jobs set is_active = false, max_staleness = '1 minute';
select is((select h.is_overdue from health as h), false, 'a paused job is not overdue');

select * from finish();
rollback;
