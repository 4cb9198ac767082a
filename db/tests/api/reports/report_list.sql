begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(4);

select matches(
    (select l.html from api.report_list(pg_temp.competition_report(), 'rating') as l),
    '^<ul class="sentences"><li class="bad"><span class="mark" aria-hidden="true">&minus;</span><span class="hidden">Bad: </span>It has ', 'a tone is a sign and a word'
);
select matches((select l.markdown from api.report_list(pg_temp.competition_report(), 'position') as l), E'^- \\[Alder.*\n- \\*\\*\\(\\+\\)\\*\\* It scores', 'a neutral sentence has no sign in Markdown');
select is_empty($$select api.report_list(pg_temp.competition_report(), 'nothing')$$, 'a missing section has no list');
select is_empty($$select api.report_list(pg_temp.changed(pg_temp.competition_report(), '{"summary": {"price": []}}'), 'price')$$, 'nor has an empty one');

select * from finish();
rollback;
