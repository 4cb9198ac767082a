begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(5);

select results_eq(
    'select b.section from api.report_blocks(pg_temp.competition_report(), true) as b order by b.place', 'select s.section from api.report_sections() as s order by s.place',
    'a whole report has all sections'
);
select results_eq(
    $$select b.section from api.report_blocks(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}, "summary": {"rating": []}}'), false) as b order by b.place$$,
    $$values ('standings'), ('gaps')$$, 'sections with nothing to show are left out'
);
select results_eq(
    $$
        select b.section, b.heading
        from api.report_blocks(pg_temp.changed(
            pg_temp.competition_report(), '{"charts": {}, "evidence": [], "summary": {"new_kind": [{"template": "x", "tone": "good"}], "strengths": [{"template": "y"}]}}'
        ), true) as b
        order by b.place
    $$,
    $$values ('assessment', 'Strengths and weaknesses'), ('new_kind', 'New kind')$$, 'a section of a later version is shown too'
);
select matches(
    (select b.body from api.report_blocks(pg_temp.competition_report(), true) as b where b.section = 'rank'), '^<figure>.*<ul class="sentences">',
    'on a page a figure comes before the sentences'
);
select is_empty($$select api.report_blocks(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}, "evidence": [], "summary": {}}'), true)$$, 'an empty report has none');

select * from finish();
rollback;
