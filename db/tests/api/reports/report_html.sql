begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(10);

create temp table made as
select k.kind, api.report_html(k.report) as html, k.report
from (
    values
        ('whole', pg_temp.competition_report()), ('many', pg_temp.competition_report(12)), ('one', pg_temp.competition_report(1)),
        ('single day', pg_temp.competition_report(2, 1)), ('hostile', pg_temp.hostile_report()),
        ('empty', pg_temp.changed(pg_temp.competition_report(), '{"summary": {}, "evidence": [], "charts": {}, "status": "thin_data"}'))
) as k (kind, report);
grant select on made to asinmart_api;
select is_empty($$select m.kind from made as m where m.html !~ '^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''; img-src data:">\n' or m.html !~ '\n</html>\n$'$$, 'a page is whole and forbids requests');
create temp table parsed as
select
    m.kind,
    xmlparse(document regexp_replace(
        regexp_replace(substr(m.html, 17), '(<(?:meta|link) [^>]*)>', '\1/>', 'g'), '&(minus|bull|ndash);', '-', 'g'
    )) as page
from made as m;
select is_empty(
    $$
        select p.kind, n.name from parsed as p
        cross join lateral unnest(xpath(
            '//@*[starts-with(name(), "on") or name() = "src" or name() = "srcset"] | //script | //img | //iframe | //object | //form | //base', p.page
        )::text[]) as n (name)
    $$,
    'it has no script and nothing to load, whatever the texts; every element is closed'
);
select is_empty($$select m.kind, t[1] from made as m cross join lateral regexp_matches(m.html, 'href="([^#d][^"]*|data:[^,][^"]*)"', 'g') as t$$, 'links lead within the page');
select is_empty(
    $$
        select m.kind, t[1] from made as m cross join lateral regexp_matches(m.html, 'href="#([^"]*)"', 'g') as t
        where m.html !~ ('\mid="' || t[1] || '"')
    $$,
    'each leads to a row that is there'
);
select is_empty(
    $$select m.kind, t[1] from made as m cross join lateral regexp_matches(m.html, '\mid="([^"]*)"', 'g') as t group by m.kind, t[1] having count(*) > 1$$, 'no id is there twice'
);
select is_empty(
    $$
        select m.kind, c ->> 'id' from made as m
        cross join lateral jsonb_array_elements((m.report).evidence) as c
        where position('id="' || api.report_anchor(c ->> 'id') || '"' in m.html) = 0
    $$,
    'every claim has its row'
);
select is((select m.html ~ '<title>Competition report: &lt;script&gt;alert\(&quot;1&quot;\)' from made as m where m.kind = 'hostile'), true, 'a title is text in the head too');
select is((select m.html ~ 'class="warning">Thin data' from made as m where m.kind = 'empty'), true, 'thin data has a warning');
set local time zone 'Pacific/Auckland';
set local datestyle to 'SQL, DMY';
set local extra_float_digits to -5;
set local role asinmart_api;
select is_empty('select m.kind from made as m where api.report_html(m.report) <> m.html', 'the API renders the same row to the same bytes, whatever its settings');
reset role;
set local role mart_reader;
select throws_ok('select api.report_html(null)', '42501', null, 'readers of mart cannot call it');
reset role;

select * from finish();
rollback;
