begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

create temp table made as select api.report_chart_values(pg_temp.competition_report(2, 40), 'price') as html;
select matches((select m.html from made as m), '<tbody><tr><th scope="row">2026-11-28</th><td>38.99</td><td>', 'the newest day comes first');
select matches((select m.html from made as m), '<td>&ndash;</td></tr>', 'a day without a value shows none');
select is(api.report_chart_values(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}}'), 'price'), null, 'no charts, no table');

select * from finish();
rollback;
