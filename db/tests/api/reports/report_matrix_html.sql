begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(5);

create temp table made as select api.report_matrix_html(api.report_matrix(pg_temp.hostile_report(), 'gaps'), 'A & B') as html;
select matches((select m.html from made as m), '<th scope="row"><span class="letter s1 d0">B</span> <bdi title="[^"]*">[^<]*</bdi> <code>B0COMP0001</code></th>', 'a row has a header with letter, name and ASIN');
select matches((select m.html from made as m), '<td class="good l1"><span class="sign" aria-hidden="true">.</span> <a class="figure" href="#claim-price_diff:B0COMP0001">-2.50 USD</a><span class="hidden"> \(better\)</span></td>', 'a cell has a sign, its figure and a word for those who do not see it');
select matches((select m.html from made as m), '<p class="note">A &amp; B</p>', 'the caption is text');
select doesnt_match((select m.html from made as m), '<(script|b|i|img)\M', 'titles are text');
select is(api.report_matrix_html(null, 'x'), null, 'no matrix, no table');

select * from finish();
rollback;
