begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

create temp table made as select api.report_matrix_markdown(api.report_matrix(pg_temp.hostile_report(), 'gaps'), 'A | B') as markdown;
select results_eq(
    $$select distinct length(regexp_replace(replace(l, '\|', ''), '[^|]', '', 'g')) from made as m cross join lateral regexp_split_to_table(m.markdown, E'\n') with ordinality as s (l, n) where s.n > 2$$,
    'values (7)', 'every line has the same columns, whatever the titles'
);
select matches((select m.markdown from made as m), E'^A \\\\\\| B\n\n\\| Competitor \\| Price \\|', 'the caption stands before the table');
select is(api.report_matrix_markdown(null, 'x'), null, 'no matrix, no table');

select * from finish();
rollback;
