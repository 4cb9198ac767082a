begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(11);

update ops.settings set value = '1' where name = 'reject_share_limit';
create temp view standing as
select a.asin, q.search_query
from sqp.asin_performance_data as a
left join sqp.search_query_performance as q on q.asin_performance_id = a.id and q.tenant_id = a.tenant_id;

-- Two documents of one week in one batch: of both products, then of one.
select pg_temp.load_reports('p1',
    pg_temp.week('2025-01-05',
        pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'mittens'), pg_temp.report_line('B0TESTA002', 'gloves'))
    || pg_temp.report('{"start": "2025-01-05", "document": 2}', pg_temp.report_line('B0TESTA001', 'hats')));
select set_eq(
    'select s.asin, s.search_query from standing as s', $$values ('B0TESTA001', 'hats'), ('B0TESTA002', 'gloves')$$,
    'of two documents for a product and period the later one counts, and nothing of the earlier'
);
select results_eq(
    $$select r.item_no, r.reason_code, r.detail from pg_temp.rejects('p1') as r order by 1$$,
    $$
        values
            (1, 'report_replaced', 'document 2 of the batch reports the same product and period'),
            (2, 'report_replaced', 'document 2 of the batch reports the same product and period')
    $$,
    'its rows are rejects that say so'
);
select pg_temp.load_reports('p2',
    pg_temp.report('{"start": "2025-01-12", "document": 2}', pg_temp.report_line('B0TESTA001', 'second'))
    || pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'first')));
select results_eq(
    $$select q.search_query from sqp.search_query_performance as q inner join sqp.asin_performance_data as a on a.id = q.asin_performance_id where a.start_date = '2025-01-12'$$,
    array['second'], 'the number of the document decides, not its place'
);

-- A later document that names a product and lists nothing of it.
select pg_temp.load_reports('p3',
    pg_temp.week('2025-01-19', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA002', 'gloves'))
    || pg_temp.report('{"start": "2025-01-19", "document": 2, "asins": "B0TESTA001 B0TESTA002"}', pg_temp.report_line('B0TESTA002', 'hats')));
select results_eq(
    $$select a.asin, a.query_count from sqp.asin_performance_data as a where a.start_date = '2025-01-19' order by 1$$,
    $$values ('B0TESTA001', 0), ('B0TESTA002', 1)$$, 'a later document that lists nothing of a product counts for it too'
);
select results_eq($$select r.item_no, r.reason_code from pg_temp.rejects('p3') as r order by 1$$, $$values (1, 'report_replaced'), (2, 'report_replaced')$$, 'both rows before it are rejects');
select pg_temp.load_reports('p4',
    pg_temp.week('2025-01-26', pg_temp.report_line('B0TESTA001', 'gloves'))
    || pg_temp.report('{"start": "2025-01-26", "document": 2, "asins": "B0TESTA001"}'));
select is(
    (select a.query_count from sqp.asin_performance_data as a where a.start_date = '2025-01-26'), 0, 'so does one without any row'
);

-- A later document that is rejected itself replaces nothing.
select pg_temp.load_reports('p5',
    pg_temp.week('2025-02-02', pg_temp.report_line('B0TESTA001', 'gloves'))
    || pg_temp.report('{"start": "2025-02-02", "document": 2, "marketplace": "NONE"}', pg_temp.report_line('B0TESTA001', 'hats')));
select results_eq($$select r.item_no, r.reason_code from pg_temp.rejects('p5') as r$$, $$values (2, 'marketplace_unknown')$$, 'a document that is rejected itself replaces nothing');

-- Different periods and marketplaces.
select pg_temp.load_reports('p6',
    pg_temp.week('2025-02-09', pg_temp.report_line('B0TESTA001', 'gloves'))
    || pg_temp.report('{"start": "2025-02-16", "document": 2}', pg_temp.report_line('B0TESTA001', 'gloves'))
    || pg_temp.report('{"start": "2025-02-01", "document": 3, "period": "MONTH"}', pg_temp.report_line('B0TESTA001', 'gloves'))
    || pg_temp.report('{"start": "2025-02-09", "document": 4, "marketplace": "A1PA6795UKMFR9"}', pg_temp.report_line('B0TESTA001', 'gloves')));
select is_empty($$select 1 from pg_temp.rejects('p6')$$, 'documents of other periods and marketplaces replace nothing');

-- Within a document.
select pg_temp.load_reports('p7', pg_temp.week('2025-02-23',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_clicks": 1}'), pg_temp.report_line('B0TESTA001', 'hats'), pg_temp.report_line('B0TESTA001', 'gloves', '{"own_clicks": 2}')));
select results_eq(
    $$select r.item_no, r.reason_code, r.detail from pg_temp.rejects('p7') as r$$,
    $$values (1, 'report_replaced', 'a later row of the document has the same search query')$$, 'of two rows for a query the later one counts'
);
select results_eq(
    $$
        select q.search_query, q.asin_click_count from sqp.search_query_performance as q
        inner join sqp.asin_performance_data as a on a.id = q.asin_performance_id where a.start_date = '2025-02-23' order by 1
    $$,
    $$values ('gloves', 2::bigint), ('hats', 5)$$, 'the other rows of the document stay'
);
select results_eq(
    $$select r.received_count, r.accepted_count, r.rejected_count from core.ingest_runs as r where r.job_id = 'p7'$$, 'values (3, 2, 1)', 'every row is counted once'
);

select * from finish();
rollback;
