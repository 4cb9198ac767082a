begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(5);

create function pg_temp.withdraw_rows(p_table regclass, p_job_id text)
returns void
language plpgsql
volatile
as $$
begin
    execute sqp.withdraw_rows_statement(p_table) using pg_temp.default_tenant(), pg_temp.landed(p_job_id);
end;
$$;
select pg_temp.load_reports('w1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002')));
select pg_temp.load_reports('w2', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA003'), pg_temp.catalog_line('B0TESTA004')));
select pg_temp.load_reports('w3', pg_temp.catalog('{"asins": "B0TESTA004"}', pg_temp.catalog_line('B0TESTA004')));
select pg_temp.load_reports('w4', pg_temp.sales_by_date('{"granularity": "DAY"}', pg_temp.sales_line('{"date": "2025-01-05"}'), pg_temp.sales_line('{"date": "2025-01-06"}')));
delete from pg_temp.seller_reports;
insert into pg_temp.seller_reports
select p.report, p.marketplace, p.period_type, p.start_date, p.end_date, p.covers, p.raw_event_id
from sqp.reported_periods as p
where p.job_id in ('w2', 'w4') and p.start_date = '2025-01-05';

select pg_temp.withdraw_rows('sqp.search_catalog_performance', 'w2');
select set_eq(
    'select c.asin, c.known_from_at from sqp.search_catalog_performance as c',
    $$values ('B0TESTA001', pg_temp.landed('w1')), ('B0TESTA004', pg_temp.landed('w3'))$$,
    'rows that a report brought go; one that was there before stays, and one that a later report gave too, known since that'
);
select is((select count(*) from sqp.sales_and_traffic), 2::bigint, 'other tables are not touched');
select pg_temp.withdraw_rows('sqp.sales_and_traffic', 'w2');
select is((select count(*) from sqp.sales_and_traffic), 2::bigint, 'nor rows of other runs');
select pg_temp.withdraw_rows('sqp.sales_and_traffic', 'w4');
select set_eq('select s.start_date from sqp.sales_and_traffic as s', array['2025-01-06'::date], 'nor other periods');
select is(sqp.withdraw_rows_statement('core.products'), null, 'no other table has rows to withdraw');

select * from finish();
rollback;
