begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
set local role asinmart_owner;
select plan(7);

create function pg_temp.is_report(p_job_id text, p_items jsonb[])
returns boolean
language sql
volatile
as $$
    select pg_temp.land_reports(p_job_id, p_items);
    select staging_raw.is_report_run(r) from core.ingest_runs as r where r.job_id = p_job_id;
$$;

select ok(pg_temp.is_report('r1', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'))), 'a report of the Selling Partner API is one');
select ok(pg_temp.is_report('r2', array['{"reportMetadata": {"ASIN": ["B0TESTA001"]}, "Suchanfrage": "x"}'::jsonb]), 'an export with its metadata is one, in any language');
select ok(pg_temp.is_report('r3', array['{"Search Query": "gloves", "Reporting Date": "2025-01-11"}'::jsonb]), 'an export without is one');
select ok(
    pg_temp.is_report('r7', array['{"startDate": "2025-01-05", "endDate": "2025-01-05", "metrics": []}'::jsonb]), 'a line of Data Kiosk is one'
);
select ok(not pg_temp.is_report('r4', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}')]), 'observations are none');
select ok(not pg_temp.is_report('r5', '{}'), 'a run without items is none');

-- A report is one slice, however small slices are.
update ops.settings set value = '1' where name = 'promotion_slice_items';
select pg_temp.land_reports('r6', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'hats')));
select results_eq(
    $$select p.accepted_count, p.has_more from ops.promote_run('r6') as p$$, 'values (2, false)', 'a run of reports is promoted as one slice'
);

select * from finish();
rollback;
