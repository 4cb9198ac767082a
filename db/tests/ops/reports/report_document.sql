begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
\ir ../../support/two_tenants.psql
select plan(11);

insert into core.competition_reports
select r.* from (values (pg_temp.a(), 1, 'B0MAIN0000'), (pg_temp.a(), 2, 'B0MAIN0000'), (pg_temp.b(), 1, 'B0BOTH0000'), (pg_temp.a(), 1, 'B0BOTH0000')) as v (tenant_id, version, asin)
cross join lateral pg_temp.changed(
    pg_temp.competition_report(1, 3), jsonb_build_object('tenant_id', v.tenant_id, 'version', v.version, 'asin_main', v.asin)
) as r;
create temp table expected as
select r.version, api.report_html(r) as html, api.report_markdown(r) as markdown from core.competition_reports as r where r.tenant_id = pg_temp.a() and r.asin_main = 'B0MAIN0000';
grant select on expected to asinmart_loader;
set local role asinmart_loader;
select is(ops.report_document('B0MAIN0000', 'US'), (select e.markdown from expected as e where e.version = 2), 'the latest version is the default, as Markdown');
select is(ops.report_document('B0MAIN0000', 'US', p_version => 1, p_format => 'html'), (select e.html from expected as e where e.version = 1), 'an earlier one can be had, as a page');
select is(ops.report_document('B0MAIN0000', 'US', p_format => 'json')::jsonb #>> '{data,version}', '2', 'and as JSON');
select is(ops.report_document('B0BOTH0000', 'US', 'Tenant B', p_format => 'json')::jsonb #>> '{data,asin_main}', 'B0BOTH0000', 'a tenant is named, whatever the case');
select is(ops.report_document('B0BOTH0000', 'US', pg_temp.b()::text, p_format => 'json')::jsonb #>> '{data,asin_main}', 'B0BOTH0000', 'or by its id');
select throws_ok($$select ops.report_document('B0BOTH0000', 'US')$$, 'AM422', 'several tenants have reports of B0BOTH0000 in marketplace US', 'of several tenants one must be named');
select throws_ok($$select ops.report_document('B0NONE0000', 'US')$$, 'AM404', 'there is no report of B0NONE0000 in marketplace US', 'a product without reports is said');
select throws_ok($$select ops.report_document('B0MAIN0000', 'US', 'tenant b')$$, 'AM404', null, 'another tenant''s report is not there');
select throws_ok($$select ops.report_document('B0MAIN0000', 'US', 'nobody')$$, 'AM404', 'there is no tenant nobody', 'nor is an unknown tenant');
select throws_ok($$select ops.report_document('B0MAIN0000', 'XX')$$, 'AM422', 'there is no marketplace XX', 'an unknown marketplace is refused');
select throws_ok($$select ops.report_document('B0MAIN0000', 'US', p_format => 'pdf')$$, 'AM422', 'there is no format pdf', 'so is an unknown format');
reset role;

select * from finish();
rollback;
