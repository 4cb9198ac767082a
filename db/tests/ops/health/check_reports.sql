begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

create temp view line as select c.status, c.detail from ops.check_reports() as c;
delete from ops.report_checks;
insert into ops.report_checks (asin_main, marketplace, tenant_id, checked_at)
select 'B0TESTA001', 'US', t.tenant_id, now() from app.tenants as t limit 1;
select results_eq('table line', $$values ('ok', 'none failed')$$, 'reports that were made are ok');
update ops.report_checks set error = 'no observation of the product. Load one.';
select is((select l.status from line as l), 'ok', 'so are those that lack their data');
update ops.report_checks set error = 'making the report failed: division by zero (22012)';
select results_eq(
    'table line', $$values ('warning', 'of 1 main products no report could be made: making the report failed: division by zero (22012)')$$, 'a report that fails for another reason is reported'
);

select * from finish();
rollback;
