begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

insert into ops.audit_results (audited_at, table_name, from_date, to_date, product_count, row_count, missing_count, unexpected_count)
values
    (now(), 'mart.a', '2025-02-01', '2025-02-28', 200, 10, 1, 2), (now(), 'mart.b', '2025-02-01', '2025-02-28', 200, 10, 0, 0),
    (now(), 'mart.c', '2025-02-20', '2025-03-01', 200, 10, 0, 1);
create temp view resolved as select a.table_name, a.resolved_at from ops.audit_results as a where a.resolved_at is not null order by 1;
set local role asinmart_admin;
select lives_ok($$select ops.resolve_audits('2025-02-01', '2025-02-28', '2025-06-01 00:00+00')$$, 'an admin closes differences after a repair');
set local role asinmart_owner;
select results_eq('table resolved', $$values ('mart.a', '2025-06-01 00:00+00'::timestamptz)$$, 'differences within the range are closed, those beyond it not');
select ops.resolve_audits(null, null, '2025-07-01 00:00+00');
select results_eq('table resolved', $$values ('mart.a', '2025-06-01 00:00+00'::timestamptz), ('mart.c', '2025-07-01 00:00+00')$$, 'without a range all open differences are closed');
set local role asinmart_loader;
select throws_ok('select ops.resolve_audits(null, null)', '42501', null, 'a loader cannot close differences');

select * from finish();
rollback;
