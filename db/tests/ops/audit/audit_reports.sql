begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
select plan(9);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
select pg_temp.load_reports('a1', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA002', 'gloves')));
select pg_temp.load_reports('a2', pg_temp.week('2025-02-02', pg_temp.report_line('B0TESTA001', 'gloves')));
create temp view audit as select a.table_name, a.row_count, a.missing_count, a.unexpected_count from ops.audit_reports() as a;
select results_eq(
    'table audit', $$values ('sqp.asin_performance_data', 3::bigint, 0::bigint, 0::bigint), ('sqp.brand_product_segments', 6, 0, 0)$$,
    'reports and segments that equal their definitions have no missing and no unexpected rows'
);
select results_eq(
    $$select a.row_count from ops.audit_reports('2025-01-01', '2025-01-31') as a$$, $$values (2::bigint), (4)$$, 'a range of days can be audited'
);
select results_eq(
    $$select a.row_count from ops.audit_reports(p_asins => array['B0TESTA002']) as a$$, $$values (1::bigint), (2)$$, 'some products can be audited'
);
-- Faults, as a bug would leave them.
update sqp.asin_performance_data set asin_clicks = 99 where asin = 'B0TESTA001' and start_date = '2025-01-05';
select results_eq(
    'select a.missing_count, a.unexpected_count from audit as a', $$values (1::bigint, 1::bigint), (3, 3)$$,
    'a wrong sum is found, and that the segments of its week, its month and the month after do not show it'
);
update sqp.asin_performance_data set asin_clicks = 5 where asin = 'B0TESTA001' and start_date = '2025-01-05';
update sqp.brand_product_segments set click_share_trend = 'up' where asin = 'B0TESTA001' and period_start = '2025-02-01';
delete from sqp.brand_product_segments where asin = 'B0TESTA002' and segment_type = 'weekly';
select results_eq(
    'select a.missing_count, a.unexpected_count from audit as a', $$values (0::bigint, 0::bigint), (2, 1)$$,
    'a wrong segment is missing and unexpected, a lost one missing'
);
select results_eq(
    $$select a.missing_count from ops.audit_reports('2025-02-01', '2025-02-28') as a$$, $$values (0::bigint), (1)$$, 'differences are counted within the range'
);
insert into ops.dirty_brand_products (tenant_id, asin, marketplace) values (pg_temp.default_tenant(), 'B0TESTA002', 'US');
select results_eq(
    'select a.missing_count, a.unexpected_count from audit as a', $$values (0::bigint, 0::bigint), (1, 1)$$, 'products that wait for a refresh are left out'
);
set local role asinmart_admin;
select lives_ok('select ops.audit_reports()', 'an admin can audit');
set local role asinmart_api;
select throws_ok('select ops.audit_reports()', '42501', null, 'the API cannot audit');

select * from finish();
rollback;
