begin;
set local search_path to extensions, public;
select plan(2);

set local role asinmart_admin;
select ops.start_job('rotate-history', 'manual') as run_id \gset
select ops.finish_job(:run_id, 'failed', 3, 'no luck', 'AM422');
reset role;
select results_eq(
    $$select r.status, r.row_count, r.error, r.error_code, r.finished_at >= r.started_at from ops.job_runs as r where r.job_name = 'rotate-history'$$,
    $$values ('failed', 3::bigint, 'no luck', 'AM422', true)$$,
    'the ledger has the result'
);
select ops.finish_job(:run_id, 'succeeded', 9);
select is((select r.status from ops.job_runs as r where r.job_name = 'rotate-history'), 'failed', 'a finished run does not change');

select * from finish();
rollback;
