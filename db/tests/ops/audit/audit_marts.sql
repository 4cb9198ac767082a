begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(5);

set local role asinmart_owner;
select pg_temp.load_run('s1', pg_temp.observed('B0TESTA001', current_date - 3, '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-01-01', '{"price": 9}'));
update mart.product_days set price_delta = 77 where date = current_date - 3;
set local role asinmart_admin;
select results_eq('select s.row_count > 0, s.has_more from ops.audit_marts() as s', $$values (true, false)$$, 'one call audits the sample of the day');
select results_eq(
    $$select a.table_name, a.row_count, a.missing_count, a.unexpected_count, a.product_count, a.resolved_at from ops.audit_results as a where a.missing_count > 0$$,
    $$values ('mart.product_days', 1::bigint, 1::bigint, 1::bigint, 1, null::timestamptz)$$, 'the result is stored'
);
select ok((select bool_and(a.audited_at = now()) from ops.audit_results as a), 'the time of the audit is stored');
select is((select d.status from ops.doctor() as d where d.check_name = 'marts'), 'critical', 'the doctor reports the result');
select is((select count(*) from ops.jobs as j where j.job_name = 'audit-marts' and j.function_name = 'ops.audit_marts'), 1::bigint, 'the job runs by its name');

select * from finish();
rollback;
