begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(2);

-- Three runs for one product, the second of which changed nothing, and one of another source.
select pg_temp.load_reports('s1', array['{
    "reportMetadata": {"ASIN": ["B0TESTA001"], "Reporting Range": ["Weekly"]}, "Search Query": "gloves", "Clicks: ASIN Count": "5", "Reporting Date": "2025-01-11"
}'::jsonb]);
select pg_temp.load_reports('s2', array['{
    "reportMetadata": {"ASIN": ["B0TESTA001"], "Reporting Range": ["Weekly"]}, "Search Query": "gloves", "Clicks: ASIN Count": "5", "Reporting Date": "2025-01-11"
}'::jsonb]);
select pg_temp.load_reports('s3', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA002', 'gloves')));
update sqp.asin_performance_data set job_id = 'gone', source = 'x', raw_event_id = 99, reported_at = 'infinity';
select ops.promotion_scratch();
insert into pg_temp.search_reports (id, tenant_id) select a.id, a.tenant_id from sqp.asin_performance_data as a where a.asin = 'B0TESTA001';
select sqp.restore_report_runs('gone');
select results_eq(
    'select a.asin, a.job_id, a.source, a.reported_at < now() + interval ''1 hour'' from sqp.asin_performance_data as a order by a.asin',
    $$values ('B0TESTA001', 's1', 'csv', true), ('B0TESTA002', 'gone', 'x', false)$$, 'a report gets the run and the source that brought what stands of it'
);
select is(
    (select a.raw_event_id from sqp.asin_performance_data as a where a.asin = 'B0TESTA001'),
    (select max(e.id) from staging_raw.raw_events as e where e.job_id = 's1'), 'and its last item, so that a later run still counts as later'
);

select * from finish();
rollback;
