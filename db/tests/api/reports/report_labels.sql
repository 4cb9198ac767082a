begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(4);

select results_eq(
    $$select l.letter, l.is_main, l.last_value, l.last_day from api.report_labels(pg_temp.competition_report(), 'price') as l where l.place in (1, 5)$$,
    $$values ('A', true, 34.99, '2026-11-28'::date), ('E', false, 43.99, '2026-11-18')$$,
    'a label has the last known value and its day'
);
select cmp_ok(
    (select min(d.gap) from (select l.label_height - lag(l.label_height) over (order by l.label_height) as gap from api.report_labels(pg_temp.competition_report(12), 'bsr') as l) as d),
    '>=', 15::numeric, 'names do not overlap'
);
select cmp_ok((select max(l.label_height) from api.report_labels(pg_temp.competition_report(12), 'bsr') as l), '<=', 288::numeric, 'they stay beside the chart');
select is(
    (select array_agg(l.letter order by l.label_height) from api.report_labels(pg_temp.competition_report(12), 'bsr') as l),
    (select array_agg(l.letter order by l.last_height, l.place) from api.report_labels(pg_temp.competition_report(12), 'bsr') as l),
    'they stand in the order of their lines'
);

select * from finish();
rollback;
