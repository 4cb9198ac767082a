begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
select plan(12);

set local role asinmart_owner;
update ops.settings set value = '3' where name = 'audit_sample_products';
update ops.settings set value = '10' where name = 'audit_recent_days';
select pg_temp.load_run('s1', variadic array(
    select pg_temp.observed('B0TESTA00' || n, d.day::date, '{"price": 10}')
    from generate_series(1, 8) as n
    cross join (values ('2025-01-15'::date), ('2025-02-15'), ('2025-05-05'), ('2025-05-12')) as d (day)
));
create temp view sample as select s.* from ops.audit_sample('2025-05-12 03:00+00') as s;
select results_eq(
    $$select s.table_name, s.from_date, s.to_date, s.product_count, s.row_count from sample as s where s.to_date = '2025-05-13'$$,
    $$values
        ('mart.product_days', '2025-05-02'::date, '2025-05-13'::date, 3, 6::bigint),
        ('mart.competitor_comparison_daily', '2025-05-02', '2025-05-13', 3, 0), ('core.product_metrics_daily', '2025-05-02', '2025-05-13', 3, 6),
        ('mart.product_latest', '2025-05-02', '2025-05-13', 3, 3)
    $$,
    'a sample of products is compared over the recent days'
);
select results_eq(
    $$select distinct s.table_name from sample as s where s.to_date <> '2025-05-13' order by 1$$,
    array['core.product_metrics_daily', 'mart.competitor_comparison_daily', 'mart.product_days'], 'it is compared over an older month'
);
select ok(
    (select bool_and(s.from_date = date_trunc('month', s.from_date) and s.to_date < '2025-05-01') from sample as s where s.to_date <> '2025-05-13'),
    'the older month is a whole one'
);
select set_eq('select * from ops.audit_sample(''2025-05-12 23:00+00'')', 'table sample', 'a second call on the same day has the same sample');
select cmp_ok(
    (
        select count(distinct s.from_date)
        from generate_series('2025-05-12'::timestamp, '2025-05-31', '1 day') as d (day)
        cross join ops.audit_sample(d.day at time zone 'UTC') as s
        where s.to_date < '2025-05-01'
    ),
    '>=', 2::bigint, 'other days have other months'
);
delete from mart.product_days;
select is((select s.missing_count from sample as s where s.table_name = 'mart.product_days' and s.to_date = '2025-05-13'), 6::bigint, 'a missing row is found');
update ops.settings set value = '8' where name = 'audit_sample_products';
select is((select s.missing_count from sample as s where s.table_name = 'mart.product_days' and s.to_date = '2025-05-13'), 16::bigint, 'the size of the sample is a setting');
insert into ops.dirty_days (asin, marketplace, date, level) values ('B0TESTA001', 'US', '2025-05-12', 'daily');
select is((select s.missing_count from sample as s where s.table_name = 'mart.product_days' and s.to_date = '2025-05-13'), 14::bigint, 'products that wait for a refresh are left out');
-- Reports: products of brands, three months and an older one.
select pg_temp.map('Acme', pg_temp.default_tenant(), 'B0TESTA001', 'B0TESTA009');
select pg_temp.load_reports('r1', pg_temp.week('2025-05-04', pg_temp.report_line('B0TESTA009', 'mugs')));
select pg_temp.load_reports('r2', pg_temp.week('2024-11-03', pg_temp.report_line('B0TESTA009', 'mugs')));
create temp view reports as select s.* from sample as s where s.table_name ~ '^sqp';
select results_eq(
    'select s.table_name, s.from_date, s.to_date, s.product_count, s.row_count, s.missing_count, s.unexpected_count from reports as s',
    $$values
        ('sqp.asin_performance_data', '2025-03-01'::date, '2025-05-13'::date, 2, 1::bigint, 0::bigint, 0::bigint),
        ('sqp.brand_product_segments', '2025-03-01', '2025-05-13', 2, 2, 0, 0),
        ('sqp.asin_performance_data', '2024-11-01', '2024-11-30', 2, 1, 0, 0), ('sqp.brand_product_segments', '2024-11-01', '2024-11-30', 2, 2, 0, 0)
    $$,
    'reports of a sample of products of brands are compared, over three months and an older one'
);
delete from sqp.brand_product_segments where segment_type = 'weekly' and period_start = '2025-05-04';
update sqp.asin_performance_data set total_clicks = 1 where start_date = '2024-11-03';
select results_eq(
    'select s.missing_count, s.unexpected_count from reports as s', $$values (0::bigint, 0::bigint), (1, 0), (1, 1), (2, 2)$$, 'faults in them are found'
);
delete from core.asin_brand_mapping;
delete from ops.dirty_brand_products;
select is((select count(*) from reports), 0::bigint, 'without brands there is nothing to compare');
set local role asinmart_api;
select throws_ok('select ops.audit_sample()', '42501', null, 'the API cannot audit');

select * from finish();
rollback;
