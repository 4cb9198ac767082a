begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
select plan(8);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
select pg_temp.load_reports('a1', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA002', 'gloves')));
select pg_temp.load_reports('a2', pg_temp.week('2025-02-02', pg_temp.report_line('B0TESTA001', 'gloves')));
create temp table before on commit drop as select v.* from pg_temp.report_versions() as v;
create temp view audit as select sum(a.missing_count + a.unexpected_count) as differences from ops.audit_reports() as a;
select is(ops.rebuild_slice('2025-01-01', '2025-12-31'), 0::bigint, 'correct reports are not written');
select set_eq('select * from pg_temp.report_versions()', 'table before', 'no row is written');

-- A wrong sum, a lost segment, a wrong one, and one of a report that is gone.
update sqp.asin_performance_data set asin_clicks = 99 where asin = 'B0TESTA001' and start_date = '2025-01-05';
delete from sqp.brand_product_segments where asin = 'B0TESTA002' and segment_type = 'weekly';
update sqp.brand_product_segments set click_share_trend = 'up' where asin = 'B0TESTA001' and period_start = '2025-02-01';
insert into sqp.brand_product_segments
select (jsonb_populate_record(s, '{"period_start": "2025-01-19", "period_end": "2025-01-25"}')).*
from sqp.brand_product_segments as s
where s.asin = 'B0TESTA001' and s.segment_type = 'weekly' and s.period_start = '2025-01-05';
select is(ops.rebuild_slice('2025-02-01', '2025-02-28'), 1::bigint, 'the periods that begin in the range are repaired');
select isnt((select a.differences from audit as a), 0::numeric, 'others are not');
set local role asinmart_admin;
select is(
    ops.rebuild_slice('2025-01-01', '2025-01-31'), 4::bigint,
    'an admin can repair sums and segments; the month after, which compares with the wrong sum, is written too'
);
set local role asinmart_owner;
select is((select a.differences from audit as a), 0::numeric, 'then nothing differs');
select is(ops.rebuild_slice('2025-01-01', '2025-02-28'), 0::bigint, 'a second time writes nothing');
select is((select a.asin_clicks from sqp.asin_performance_data as a where a.asin = 'B0TESTA001' and a.start_date = '2025-01-05'), 5::bigint, 'sums are those of the rows');

select * from finish();
rollback;
