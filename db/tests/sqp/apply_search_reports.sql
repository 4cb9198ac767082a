begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(27);

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
create temp view standing as
select q.search_query, q.asin_click_count as clicks, q.known_from_at
from sqp.search_query_performance as q
inner join sqp.asin_performance_data as a on a.id = q.asin_performance_id and a.tenant_id = q.tenant_id
where a.asin = 'B0TESTA001' and a.tenant_id = pg_temp.default_tenant();
create temp view history as select h.search_query, h.asin_click_count as clicks, h.known_from_at, h.known_until_at from sqp.search_query_history as h;
create temp view report as
select a.* from sqp.asin_performance_data as a where a.asin = 'B0TESTA001' and a.tenant_id = pg_temp.default_tenant();

select is(
    (pg_temp.load_reports('a1', pg_temp.week('2025-01-05',
        pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'mittens'), pg_temp.report_line('B0TESTA001', 'socks'),
        pg_temp.report_line('B0TESTA002', 'gloves', '{"own_clicks": 7}')
    ), p_now => '2025-01-13')).accepted_count, 4, 'every row counts as accepted'
);
select results_eq(
    'select r.source, r.job_id, r.query_count, r.asin_clicks, r.first_reported_at, r.reported_at from report as r',
    $$values ('api', 'a1', 3, 15::bigint, pg_temp.landed('a1'), pg_temp.landed('a1'))$$, 'the report has its run and the sums of its rows'
);
select results_eq(
    'select s.search_query, s.clicks, s.known_from_at from standing as s order by s.search_query',
    $$
        select q.name, 5::bigint, pg_temp.landed('a1') from unnest(array['gloves', 'mittens', 'socks']) as q (name)
    $$,
    'its rows are known from the time at which the run landed'
);
select results_eq(
    $$select s.segment_type, s.click_share_pct, s.last_refreshed from sqp.brand_product_segments as s where s.asin = 'B0TESTA001' order by s.segment_type desc$$,
    $$values ('weekly', 5.00, timestamptz '2025-01-13'), ('monthly', 5.00, '2025-01-13')$$, 'the segments of the same transaction are there'
);

-- The same again, under another job id.
create temp table before on commit drop as select * from pg_temp.report_versions();
create temp table first_report on commit drop as select r.id from report as r;
select results_eq(
    $$
        select p.accepted_count, p.rejected_count from pg_temp.load_reports('a2', pg_temp.week('2025-01-05',
            pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'mittens'), pg_temp.report_line('B0TESTA001', 'socks'),
            pg_temp.report_line('B0TESTA002', 'gloves', '{"own_clicks": 7}')
        ), p_now => '2025-01-14') as p
    $$,
    'values (0, 0)', 'the same report again has nothing new'
);
select set_eq('select * from pg_temp.report_versions()', 'table before', 'it writes no row, segment or brand');
select results_eq(
    'select r.id, r.job_id, r.first_reported_at, r.reported_at from report as r',
    $$select f.id, 'a2', pg_temp.landed('a1'), pg_temp.landed('a2') from first_report as f$$, 'the report says that it came again, under its key'
);

-- Restated: one row changes, one is new, one vanishes, for one of two products.
select is(
    (pg_temp.load_reports('a3', pg_temp.week('2025-01-05',
        pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'mittens', '{"own_clicks": 9}'), pg_temp.report_line('B0TESTA001', 'hats')
    ), p_now => '2025-01-20')).accepted_count, 2, 'a restated report counts the rows that are new or different'
);
select results_eq(
    'select s.search_query, s.clicks, s.known_from_at from standing as s order by s.search_query',
    $$values ('gloves', 5::bigint, pg_temp.landed('a1')), ('hats', 5, pg_temp.landed('a3')), ('mittens', 9, pg_temp.landed('a3'))$$,
    'it replaces what stood; the unchanged row is known as long as before'
);
select results_eq(
    'select h.search_query, h.clicks, h.known_from_at, h.known_until_at from history as h order by h.search_query',
    $$values ('mittens', 5::bigint, pg_temp.landed('a1'), pg_temp.landed('a3')), ('socks', 5, pg_temp.landed('a1'), pg_temp.landed('a3'))$$,
    'what was known before, and until when, stays'
);
prepare known_at(timestamptz) as
select k.search_query, k.clicks
from (select s.*, 'infinity'::timestamptz as known_until_at from standing as s union all select * from history) as k
where k.known_from_at <= $1 and $1 < k.known_until_at
order by k.search_query;
select results_eq(
    format('execute known_at(%L)', pg_temp.landed('a2')), $$values ('gloves', 5::bigint), ('mittens', 5), ('socks', 5)$$,
    'so what we saw on a day can be said'
);
select results_eq('select r.asin_clicks, r.query_count from report as r', 'values (19::bigint, 3)', 'the sums follow');
select results_eq(
    'select s.asin, s.click_share_pct, s.last_refreshed from sqp.brand_product_segments as s order by s.asin, s.segment_type',
    $$
        values
            ('B0TESTA001', 6.33, timestamptz '2025-01-20'), ('B0TESTA001', 6.33, '2025-01-20'), ('B0TESTA002', 7.00, '2025-01-13'),
            ('B0TESTA002', 7.00, '2025-01-13')
    $$,
    'segments of that product only are written'
);

-- Order of arrival decides, not of promotion.
create temp table restated on commit drop as select * from pg_temp.report_versions();
create temp table restated_reports on commit drop as select a.* from sqp.asin_performance_data as a where a.asin = 'B0TESTA001';
select is((pg_temp.replay('a1')).status, 'SUCCESS', 'an older run is promoted again');
select set_eq('select * from pg_temp.report_versions()', 'table restated', 'it never replaces what came later');
select set_eq($$select a.* from sqp.asin_performance_data as a where a.asin = 'B0TESTA001'$$, 'table restated_reports', 'nor does it touch the report');
select is((pg_temp.replay('a3')).status, 'SUCCESS', 'the latest run is promoted again');
select set_eq('select * from pg_temp.report_versions()', 'table restated', 'which writes no row');
select pg_temp.land_reports('a4', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'late')));
select pg_temp.load_reports('a5', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')));
select ops.promote_run('a4');
select results_eq('select s.search_query from standing as s', array['gloves'], 'nor does a run that waited until a later arrival was promoted');

-- A value that returns.
select pg_temp.load_reports('a6', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_clicks": 6}')));
select pg_temp.load_reports('a7', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq(
    $$select h.clicks, h.known_from_at, h.known_until_at from history as h where h.search_query = 'gloves' order by h.known_from_at$$,
    $$values (5::bigint, pg_temp.landed('a1'), pg_temp.landed('a6')), (6, pg_temp.landed('a6'), pg_temp.landed('a7'))$$,
    'a value that comes back is known anew'
);

-- Nothing listed.
select pg_temp.load_reports('a8', pg_temp.report('{"start": "2025-01-05", "asins": "B0TESTA001 B0TESTA003 nonsense"}'));
select is_empty('select 1 from standing', 'a report without rows lists nothing for the products that its header names');
select results_eq(
    'select r.query_count, r.total_clicks, r.asin_clicks, r.job_id from report as r', $$values (0, null::bigint, null::bigint, 'a8')$$, 'which is not 0'
);
select set_eq(
    'select a.asin from sqp.asin_performance_data as a', array['B0TESTA001', 'B0TESTA002', 'B0TESTA003'], 'products of which nothing else is known are reported too'
);
select set_eq('select distinct s.asin from sqp.brand_product_segments as s', array['B0TESTA002'], 'they have no segment');

-- Two tenants.
select app.create_tenant('b');
select pg_temp.load_reports('b1', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_clicks": 50}')), 'b');
select results_eq(
    $$select t.name, a.query_count, a.asin_clicks from sqp.asin_performance_data as a inner join app.tenants as t using (tenant_id) where a.asin = 'B0TESTA001' order by 1$$,
    $$values ('b', 1, 50::bigint), ('default', 0, null)$$, 'each tenant has its own report of a product and period'
);
select results_eq(
    $$select s.asin, s.click_share_pct from sqp.brand_product_segments as s inner join app.tenants as t using (tenant_id) where t.name = 'b' and s.segment_type = 'weekly'$$,
    $$values ('B0TESTA001', 50.00)$$, 'and its own segments'
);

select pg_temp.land_run('o1', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}')]);
select is((pg_temp.promote('o1')).accepted_count, 1, 'a run of observations is not concerned');

select * from finish();
rollback;
