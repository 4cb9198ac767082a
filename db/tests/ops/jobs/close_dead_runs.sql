begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from ops.job_runs;
insert into ops.job_runs (job_name, pid) values ('watchdog', pg_backend_pid());
insert into ops.job_runs (job_name, pid) values ('rotate-history', 99999999), ('audit-marts', 99999999);
select is(ops.close_dead_runs('watchdog'), 0::bigint, 'a run whose session exists stays open');
select is(ops.close_dead_runs('audit-marts'), 1::bigint, 'a run whose session has ended is closed');
select is(ops.close_dead_runs(null, '2025-03-10'), 1::bigint, 'without a name the runs of all jobs are closed');
select results_eq(
    'select r.job_name, r.status, r.error_code from ops.job_runs as r order by r.job_name',
    $$values ('audit-marts', 'failed', '57P01'), ('rotate-history', 'failed', '57P01'), ('watchdog', 'running', null)$$,
    'a closed run is failed, with the code of a shutdown'
);

select * from finish();
rollback;
