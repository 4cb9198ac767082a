begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create temp view line as select c.check_name, c.status, c.detail, c.advice from ops.check_marts(now()) as c;
delete from ops.audit_results;
select results_eq('select l.check_name, l.status, l.detail from line as l', $$values ('marts', 'ok', 'not audited yet')$$, 'before the first audit there is no result');
insert into ops.audit_results (audited_at, table_name, from_date, to_date, product_count, row_count, missing_count, unexpected_count)
values (now() - interval '2 hours', 'mart.a', '2025-03-01', '2025-03-31', 200, 10, 0, 0), (now() - interval '2 hours', 'mart.b', '2025-03-01', '2025-03-31', 200, 7, 0, 0);
select results_eq(
    'select l.status, l.detail from line as l', $$values ('ok', 'equal to their definitions in 17 rows of 200 products, audited 02:00:00 ago')$$,
    'an audit without differences is reported with its size'
);
insert into ops.audit_results (audited_at, table_name, from_date, to_date, product_count, row_count, missing_count, unexpected_count)
values (now() - interval '1 day', 'mart.a', '2025-02-01', '2025-02-28', 200, 10, 1, 2), (now() - interval '3 days', 'mart.b', '2025-04-01', '2025-05-06', 200, 10, 0, 4);
select results_eq(
    'select l.status, l.detail from line as l', $$values ('critical', 'mart.a, mart.b differ from their definitions in 7 rows between 2025-02-01 and 2025-05-06')$$,
    'differences stay critical even when a later audit of other products finds none'
);
select matches((select l.advice from line as l), $$^To repair them, call ops\.rebuild_marts\('2025-02-01', '2025-05-06'\)$$, 'the advice names the repair');
select ops.resolve_audits('2025-02-01', '2025-03-01');
select is((select l.detail from line as l), 'mart.b differ from their definitions in 4 rows between 2025-04-01 and 2025-05-06', 'repaired differences are no longer reported');
select ops.resolve_audits('2025-04-01', '2025-05-06');
select is((select l.status from line as l), 'ok', 'until all differences are repaired');

select * from finish();
rollback;
