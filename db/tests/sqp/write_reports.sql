begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(7);

select ops.promotion_scratch();
create function pg_temp.offer(p_id bigint, p_asin text, p_requested text[], p_view text default 'asin', p_code text default null)
returns void
language sql
volatile
as $$
    insert into pg_temp.search_query_rows (
        raw_event_id, marketplace, reject_code, document_no, source, view, asin, requested_asins, period_type, start_date, end_date, search_query
    )
    values (p_id, 'US', p_code, 1, 'api', p_view, p_asin, p_requested, 'WEEK', '2025-01-05', '2025-01-11', 'query ' || p_id);
$$;

select pg_temp.offer(10, 'B0TESTA001', '{B0TESTA001,B0TESTA002}'), pg_temp.offer(11, 'B0TESTA001', '{B0TESTA001,B0TESTA002}'),
    pg_temp.offer(12, null, '{B0TESTA003,short}', 'empty'), pg_temp.offer(13, 'B0TESTA004', '{B0TESTA004}', 'asin', 'query_missing'),
    pg_temp.offer(14, 'B0TESTA005', null);
select sqp.write_reports('w1', pg_temp.default_tenant(), '2025-01-13');
select results_eq(
    'select a.asin, a.period_type, a.start_date, a.end_date, a.raw_event_id, a.job_id from sqp.asin_performance_data as a order by a.asin',
    $$
        values
            ('B0TESTA001', 'WEEK', '2025-01-05'::date, '2025-01-11'::date, 11::bigint, 'w1'), ('B0TESTA002', 'WEEK', '2025-01-05', '2025-01-11', 10, 'w1'),
            ('B0TESTA003', 'WEEK', '2025-01-05', '2025-01-11', 12, 'w1'), ('B0TESTA005', 'WEEK', '2025-01-05', '2025-01-11', 14, 'w1')
    $$,
    'products of rows and of headers have a report, those of rejected rows and what is no ASIN have none'
);
select results_eq(
    'select r.asin, r.tenant_id, r.is_new from pg_temp.search_reports as r order by r.asin',
    $$select a.asin, pg_temp.default_tenant(), true from sqp.asin_performance_data as a order by a.asin$$, 'they are noted as new'
);
create temp table first on commit drop as select a.id, a.asin from sqp.asin_performance_data as a;

select ops.promotion_scratch();
select pg_temp.offer(9, 'B0TESTA001', '{B0TESTA001}'), pg_temp.offer(20, 'B0TESTA002', '{B0TESTA002}');
select sqp.write_reports('w2', pg_temp.default_tenant(), '2025-01-14');
select results_eq(
    'select r.id, r.asin, r.is_new from pg_temp.search_reports as r', $$select f.id, f.asin, false from first as f where f.asin = 'B0TESTA002'$$,
    'a report that comes again keeps its key; one that arrived before is not noted'
);
select results_eq(
    $$select a.asin, a.job_id, a.raw_event_id, a.first_reported_at, a.reported_at from sqp.asin_performance_data as a where a.asin in ('B0TESTA001', 'B0TESTA002') order by a.asin$$,
    $$
        values
            ('B0TESTA001', 'w1', 11::bigint, '2025-01-13'::timestamptz, '2025-01-13'::timestamptz),
            ('B0TESTA002', 'w2', 20, '2025-01-13', '2025-01-14')
    $$,
    'it says from which run and since when its rows are'
);
select throws_ok(
    $$
        insert into sqp.asin_performance_data (tenant_id, asin, marketplace, period_type, start_date, end_date, source, job_id, raw_event_id, first_reported_at, reported_at)
        values (pg_temp.default_tenant(), 'B0TESTA001', 'US', 'WEEK', '2025-01-06', '2025-01-12', 'api', 'x', 1, now(), now())
    $$,
    '23514', null, 'no table takes a week that does not run from Sunday to Saturday'
);
select lives_ok(
    $$select pg_temp.write_report('B0TESTA001', 'MONTH', '2024-02-01'), pg_temp.write_report('B0TESTA001', 'QUARTER', '2025-10-01')$$,
    'months and quarters are periods too'
);
select throws_ok($$select pg_temp.write_report('B0TESTA001', 'DAY', '2025-01-05')$$, '23514', null, 'a day is none');

select * from finish();
rollback;
