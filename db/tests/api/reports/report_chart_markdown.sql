begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

select is(
    (regexp_split_to_array(api.report_chart_markdown(pg_temp.competition_report(1), 'price'), E'\n'))[1], '| Product | Last known, USD | 2026-10-30 to 2026-11-28 |',
    'it shows the last 30 days'
);
select matches(
    (regexp_split_to_array(api.report_chart_markdown(pg_temp.competition_report(4), 'price'), E'\n'))[7], E'^\\| \\*\\*E\\*\\* Kessel Eins Wasserkocher 1,0 l \\| 43.99 \\| `.{20}\u00b7{10}` \\|$', 'a product has its last known value and a sparkline'
);
select is(api.report_chart_markdown(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}}'), 'price'), null, 'no charts, nothing');

select * from finish();
rollback;
