begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(5);

select results_eq(
    'select p.place, p.letter, p.series, p.asin, p.is_main, p.chart_no from api.report_products(pg_temp.competition_report(2)) as p',
    $$
        values (1, 'A', 's0', 'B0MAIN0000', true, 1), (2, 'B', 's1 d0', 'B0COMP0001', false, 2), (3, 'C', 's2 d0', 'B0COMP0002', false, 3)
    $$,
    'the main product is A'
);
select results_eq(
    $$select p.letter, p.series from api.report_products(pg_temp.competition_report(30)) as p where p.place in (8, 14, 26, 27)$$,
    $$values ('H', 's1 d1'), ('N', 's1 d2'), ('Z', 's1 d2'), ('27', 's2 d2')$$,
    'colours repeat with other dashes; after Z there are numbers'
);
select results_eq(
    $$
        select p.asin, p.title, p.chart_no
        from api.report_products(pg_temp.changed(pg_temp.competition_report(1), '{"charts": {}}')) as p
    $$,
    $$
        values ('B0MAIN0000', pg_temp.rival_title(0), null::integer), ('B0COMP0001', pg_temp.rival_title(1), null)
    $$,
    'without charts the claims name the products'
);
select results_eq(
    $$select p.asin, p.title from api.report_products(pg_temp.changed(pg_temp.competition_report(1), '{"charts": {}, "evidence": []}')) as p$$,
    $$values ('B0MAIN0000', 'B0MAIN0000')$$,
    'without anything the main product is there, named by its ASIN'
);
select is(
    (select p.title from api.report_products(pg_temp.competition_report(13)) as p where p.place = 14), 'B0COMP0013',
    'a product without a title is named by its ASIN'
);

select * from finish();
rollback;
