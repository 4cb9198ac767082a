begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(18);

update ops.settings set value = '1' where name = 'reject_share_limit';
create temp view stands as
select a.asin, a.period_type, a.start_date, a.job_id, a.source, a.query_count, a.asin_clicks, q.search_query, q.asin_click_count, q.known_from_at
from sqp.asin_performance_data as a
left join sqp.search_query_performance as q on q.asin_performance_id = a.id and q.tenant_id = a.tenant_id;
create temp view wrong_segments as
(select s.tenant_id, s.asin, s.segment_type, s.period_start, s.asin_clicks, s.query_count from sqp.brand_product_segments as s
except select d.tenant_id, d.asin, d.segment_type, d.period_start, d.asin_clicks, d.query_count from definitions.brand_product_segments('-infinity', 'infinity') as d)
union all
(select d.tenant_id, d.asin, d.segment_type, d.period_start, d.asin_clicks, d.query_count from definitions.brand_product_segments('-infinity', 'infinity') as d
except select s.tenant_id, s.asin, s.segment_type, s.period_start, s.asin_clicks, s.query_count from sqp.brand_product_segments as s);

-- A run, and a later one that restates a report, leaves a query out of it, and brings another report.
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
select pg_temp.load_reports('w1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'hats'), pg_temp.report_line('B0TESTA001', 'socks')));
create temp table before as select * from stands;
select pg_temp.load_reports('w2', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_clicks": 9, "click_share": 0.05}'), pg_temp.report_line('B0TESTA001', 'socks'), pg_temp.report_line('B0TESTA002', 'gloves')));
create temp table after as select * from stands;
select is((select count(*) from after as a where a.job_id = 'w2'), 3::bigint, 'a later run restates the report and brings another');

-- Replayed, all its rows are rejected.
update core.marketplaces set amazon_marketplace_id = 'ELSEWHERE' where marketplace = 'US';
select results_eq($$select r.status, r.rejected_count from pg_temp.replay('w2') as r$$, $$values ('PARTIAL', 3)$$, 'a replay rejects all rows');
select set_eq('select * from stands', 'select * from before', 'what the run brought is withdrawn, and what was known before stands again, with its run');
select is_empty('select 1 from wrong_segments', 'segments follow');
select is_empty('select 1 from sqp.search_query_history', 'nothing else is known to have been known');
select is_empty('select 1 from sqp.report_disagreements', 'its disagreements go');
select is((select x.withdrawn_count from ops.replays as x order by x.id desc limit 1), 2::bigint, 'the replay counts the reports');

-- With the cause gone, another replay brings them back.
update core.marketplaces set amazon_marketplace_id = 'ATVPDKIKX0DER' where marketplace = 'US';
select pg_temp.replay('w2');
select set_eq('select * from stands', 'select * from after', 'a replay with the cause gone brings its reports back');
select set_eq($$select h.search_query, h.asin_click_count from sqp.search_query_history as h$$, $$values ('gloves', 5::bigint), ('hats', 5)$$, 'and the history of before');
select is_empty('select 1 from wrong_segments', 'segments follow again');

-- Rows that are rejected in part withdraw their reports only; a report that lists nothing is one too.
select pg_temp.load_reports('w3',
    pg_temp.report('{"start": "2025-02-02", "asins": "B0TESTA003"}')
    || pg_temp.report('{"start": "2025-02-02", "document": 2, "marketplace": "A1PA6795UKMFR9"}', pg_temp.report_line('B0TESTA004', 'gloves')));
select is((select count(*) from stands as s where s.job_id = 'w3'), 2::bigint, 'a run brings reports of two shops, one of which lists nothing');
update core.marketplaces set amazon_marketplace_id = 'ELSEWHERE' where marketplace = 'US';
select pg_temp.replay('w3');
select set_eq($$select s.asin from stands as s where s.job_id = 'w3'$$, array['B0TESTA004'], 'a report that is rejected is withdrawn, one that is not stays');
update core.marketplaces set amazon_marketplace_id = 'ATVPDKIKX0DER' where marketplace = 'US';

-- Brand views.
select pg_temp.load_reports('w4', array[
    '{"reportMetadata": {"Brand": ["Acme"], "Reporting Range": ["Weekly"]}, "Search Query": "gloves", "Clicks: Brand Count": "5", "Reporting Date": "2025-01-11"}'::jsonb
]);
select is((select r.query_count from sqp.brand_performance_data as r where r.job_id = 'w4'), 1, 'a run brings a brand view');
update staging_raw.report_columns set name = 'clicks: ghosts' where name = 'clicks: brand count';
select pg_temp.replay('w4');
select is_empty('select 1 from sqp.brand_performance_data', 'it is withdrawn like the others');
select is_empty('select 1 from sqp.brand_search_performance', 'with its rows');
update staging_raw.report_columns set name = 'clicks: brand count' where name = 'clicks: ghosts';

-- A brand view of the same week before it, without the column that is unknown in the replay of both.
select pg_temp.load_reports('w5', array[
    '{"reportMetadata": {"Brand": ["Bolt"], "Reporting Range": ["Weekly"]}, "Search Query": "hats", "Impressions: Brand Count": "7", "Reporting Date": "2025-01-11"}'::jsonb
]);
select pg_temp.load_reports('w6', array[
    '{"reportMetadata": {"Brand": ["BOLT"], "Reporting Range": ["Weekly"]}, "Search Query": "socks", "Clicks: Brand Count": "5", "Reporting Date": "2025-01-11"}'::jsonb
]);
create temp view brand_views as
select r.job_id, b.brand_name, q.search_query
from sqp.brand_performance_data as r
inner join core.brands as b on b.id = r.brand_id
inner join sqp.brand_search_performance as q on q.brand_performance_id = r.id and q.tenant_id = r.tenant_id;
select set_eq('table brand_views', $$values ('w6', 'Bolt', 'socks')$$, 'a later brand view replaces an earlier one of the week');
update staging_raw.report_columns set name = 'clicks: ghosts' where name = 'clicks: brand count';
select ops.replay(p_from => now() - interval '1 day');
do $$
begin
    while exists (select from core.ingest_runs as r where r.status = 'LANDED') loop
        perform ops.promote_run((select r.job_id from core.ingest_runs as r where r.status = 'LANDED' order by r.queued_at limit 1));
    end loop;
end;
$$;
select set_eq('table brand_views', $$values ('w5', 'Bolt', 'hats')$$, 'a replay that withdraws it and has the run before goes through that once more');
update staging_raw.report_columns set name = 'clicks: brand count' where name = 'clicks: ghosts';
select pg_temp.replay('w6');
select set_eq('table brand_views', $$values ('w6', 'Bolt', 'socks')$$, 'a replay with the cause gone brings it back');

select * from finish();
rollback;
