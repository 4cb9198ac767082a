begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.load_reports('r1', pg_temp.terms('{}', pg_temp.term_line('same', 'B0TESTA001'), pg_temp.term_line('other share', 'B0TESTA001'), pg_temp.term_line('gone', 'B0TESTA001'),
    pg_temp.term_line('unknown share', 'B0TESTA001', '{"clickShare": null}')));
select pg_temp.load_reports('r2', pg_temp.terms('{"start": "2025-01-12", "end": "2025-01-18"}', pg_temp.term_line('another week', 'B0TESTA001')));
select pg_temp.load_reports('r3', pg_temp.terms('{}', pg_temp.term_line('same', 'B0TESTA001', '{"clickShare": 0.1250}'),
    pg_temp.term_line('other share', 'B0TESTA001', '{"clickShare": 0.126}'), pg_temp.term_line('unknown share', 'B0TESTA001', '{"clickShare": null}')));
select results_eq(
    $$select r.row_values ->> 'search_term', r.row_values -> 'click_share', r.known_until_at from sqp.replaced_rows as r order by 1$$,
    $$values ('gone', '0.125'::jsonb, pg_temp.landed('r3')), ('other share', '0.125', pg_temp.landed('r3'))$$, 'rows that differ or are gone are replaced; equal numbers and nulls are equal'
);
select is(
    (select (jsonb_populate_record(null::sqp.search_terms, r.row_values)).start_date from sqp.replaced_rows as r where r.row_values ->> 'search_term' = 'gone'), '2025-01-05'::date,
    'a replaced row can be read as a row of its table'
);
select set_eq($$select t.search_term from sqp.search_terms as t where t.start_date = '2025-01-12'$$, array['another week'], 'other periods stay');
select is(sqp.remove_rows_statement('core.products'), null, 'no other table has rows to remove');

select * from finish();
rollback;
