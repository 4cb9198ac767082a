begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(4);

select matches(
    (select l.html from api.report_lists(pg_temp.competition_report()) as l where l.section = 'rating'),
    '^<ul class="sentences"><li class="bad"><span class="mark" aria-hidden="true">&minus;</span><span class="hidden">Bad: </span>It has ', 'a tone is a sign and a word'
);
select matches((select l.markdown from api.report_lists(pg_temp.competition_report()) as l where l.section = 'position'), E'^- \\[Alder.*\n- \\*\\*\\(\\+\\)\\*\\* It scores', 'a neutral sentence has no sign in Markdown');
select set_eq('select l.section from api.report_lists(pg_temp.competition_report()) as l', 'select jsonb_object_keys((pg_temp.competition_report()).summary)', 'every section has a list');
select is_empty($$select api.report_lists(pg_temp.changed(pg_temp.competition_report(), '{"summary": {"price": []}}'))$$, 'an empty one has none');

select * from finish();
rollback;
