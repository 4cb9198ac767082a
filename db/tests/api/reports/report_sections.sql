begin;
set local search_path to extensions, public;
select plan(2);

select results_eq(
    'select s.section from api.report_sections() as s order by s.place',
    $$
        values ('position'), ('assessment'), ('changes'), ('standings'), ('gaps'), ('price'), ('rank'), ('rating'), ('stock'), ('features'),
            ('reviews'), ('insights'), ('freshness')
    $$,
    'the conclusions come first'
);
select is_empty('select s.section from api.report_sections() as s where s.heading is null', 'every section has a heading');

select * from finish();
rollback;
