begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(6);

create temp table made as
select k.kind, api.report_markdown(k.report) as markdown, k.report
from (
    values
        ('whole', pg_temp.competition_report()), ('many', pg_temp.competition_report(12)), ('single day', pg_temp.competition_report(2, 1)),
        ('hostile', pg_temp.hostile_report()),
        ('empty', pg_temp.changed(pg_temp.competition_report(), '{"summary": {}, "evidence": [], "charts": {}, "status": "thin_data"}'))
) as k (kind, report);
grant select on made to asinmart_api;
select is_empty($$select m.kind from made as m where m.markdown !~ '^# Competition report: [^\n]+\n\n- Product: B0MAIN0000\n' or m.markdown !~ '[^\n]\n$'$$, 'a report has a title, facts and one line end');
select is_empty(
    $$
        select m.kind, t[1] from made as m cross join lateral regexp_matches(m.markdown, '\]\(#([^)]*)\)', 'g') as t
        where position('<a id="' || t[1] || '"></a>' in m.markdown) = 0
    $$,
    'each link leads to a row of the evidence'
);
select is_empty($$select m.kind from made as m where regexp_replace(m.markdown, '<a id="claim-[A-Za-z0-9_.:-]+"></a>', '', 'g') ~ '(?<!\\)<'$$, 'no title becomes markup');
select is((select m.markdown ~ E'\n> Thin data' from made as m where m.kind = 'empty'), true, 'thin data has a warning');
select results_eq(
    $$select h[1] from made as m cross join lateral regexp_matches(m.markdown, E'\n## ([^\n]+)', 'g') as h where m.kind = 'single day'$$,
    $$
        select s.heading from api.report_sections() as s where true
        union all
        values ('Evidence')
    $$,
    'sections come in their order, the evidence last'
);
set local time zone 'Pacific/Auckland';
set local datestyle to 'SQL, DMY';
set local role asinmart_api;
select is_empty('select m.kind from made as m where api.report_markdown(m.report) <> m.markdown', 'the API renders the same row to the same bytes, whatever its settings');
reset role;

select * from finish();
rollback;
