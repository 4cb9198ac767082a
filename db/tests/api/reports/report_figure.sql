begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

select results_eq(
    $$
        select s.section, left(api.report_figure(pg_temp.competition_report(), s.section, 'c', true), 9), left(api.report_figure(pg_temp.competition_report(), s.section, 'c', false), 9)
        from api.report_sections() as s
        where s.section in ('assessment', 'standings', 'gaps', 'price', 'rank', 'features')
        order by s.place
    $$,
    $$
        values ('assessment', '<div clas', '### Stren'), ('standings', '<p class=', E'c\n\n| Prod'), ('gaps', '<p class=', E'c\n\n| Comp'),
            ('price', '<figure><', '| Product'), ('rank', '<figure><', '| Product'), ('features', '<p class=', E'c\n\n| Feat')
    $$,
    'sections have charts and tables, as HTML and as Markdown'
);
select is(api.report_figure(pg_temp.competition_report(), 'rating', null, true), null, 'others have none');
select is(api.report_figure(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}}'), 'rank', null, true), null, 'nor have those without charts');

select * from finish();
rollback;
