begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(5);

create function pg_temp.withdraw_and_restore(p_table regclass, p_job_id text)
returns void
language plpgsql
volatile
as $$
begin
    delete from pg_temp.seller_reports;
    insert into pg_temp.seller_reports
    select p.report, p.marketplace, p.period_type, p.start_date, p.end_date, p.covers, p.raw_event_id from sqp.reported_periods as p where p.job_id = p_job_id;
    execute sqp.withdraw_rows_statement(p_table) using pg_temp.default_tenant(), pg_temp.landed(p_job_id);
    execute sqp.restore_rows_statement(p_table) using pg_temp.default_tenant(), pg_temp.landed(p_job_id);
end;
$$;
create temp view terms as select to_jsonb(t) as content from sqp.search_terms as t;
select pg_temp.load_reports('r1', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001', '{"clickShare": 0.1250}'), pg_temp.term_line('hats', 'B0TESTA001', '{"clickShare": null}')));
create temp table before as table terms;
select pg_temp.load_reports('r2', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001', '{"clickShare": 0.5}')));
select pg_temp.load_reports('r3', pg_temp.terms('{"start": "2025-01-12", "end": "2025-01-18"}', pg_temp.term_line('gloves', 'B0TESTA001')));
select pg_temp.load_reports('r4', pg_temp.terms('{"start": "2025-01-12", "end": "2025-01-18"}', pg_temp.term_line('hats', 'B0TESTA001')));
select pg_temp.withdraw_and_restore('sqp.search_terms', 'r2');
select set_eq(
    $$select t.content from terms as t where t.content ->> 'start_date' = '2025-01-05'$$, 'table before', 'rows that a report had changed or left out stand again, to the digit'
);
select results_eq(
    'select r.start_date, r.known_until_at from sqp.replaced_rows as r', $$values ('2025-01-12'::date, pg_temp.landed('r4'))$$, 'those of another report stay replaced'
);

-- A later report of the product alone.
select pg_temp.load_reports('c1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 1}'), pg_temp.catalog_line('B0TESTA002', '{"clicks": 1}')));
select pg_temp.load_reports('c2', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 2}'), pg_temp.catalog_line('B0TESTA002', '{"clicks": 2}')));
select pg_temp.load_reports('c3', pg_temp.catalog('{"asins": "B0TESTA001"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 3}')));
select pg_temp.withdraw_and_restore('sqp.search_catalog_performance', 'c2');
select set_eq(
    'select c.asin, c.click_count from sqp.search_catalog_performance as c', $$values ('B0TESTA001', 3::bigint), ('B0TESTA002', 1)$$, 'a row of a later report stays'
);
select results_eq(
    $$select r.row_values -> 'click_count', r.known_from_at, r.known_until_at from sqp.replaced_rows as r where r.report = 'search_catalog_performance'$$,
    $$values ('1'::jsonb, pg_temp.landed('c1'), pg_temp.landed('c3'))$$, 'and has replaced the row of before'
);
select is(sqp.restore_rows_statement('core.products'), null, 'no other table has rows to restore');

select * from finish();
rollback;
