begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
set local role asinmart_owner;
select plan(4);

select app.create_tenant('goes') is not null and app.create_tenant('stays') is not null as are_created;
select pg_temp.load_reports('r_' || t.name, pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TEST', 'gloves')), t.name)
from app.tenants as t where t.name <> 'default';
select pg_temp.load_reports('o_goes', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}')], 'goes');
select pg_temp.load_reports('default', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')));
select is((select count(*) from staging_raw.rejected_events as e where e.job_id = 'r_goes'), 1::bigint, 'a row of the report is rejected');

delete from app.tenants where name = 'goes';
select set_eq(
    'select e.job_id, count(*) from staging_raw.raw_events as e group by e.job_id',
    $$values ('r_stays', 2::bigint), ('o_goes', 1), ('default', 1)$$, 'the report rows of a deleted tenant go, facts about products and reports of others stay'
);
select set_eq('select e.job_id from staging_raw.rejected_events as e', array['r_stays'], 'so do its rejects');
select throws_ok('delete from staging_raw.raw_events', 'AM409', null, 'afterwards items cannot be deleted');

select * from finish();
rollback;
