begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(4);

create temp table made as select api.report_feature_matrix(pg_temp.competition_report(2)) as matrix;
select is(
    (select string_agg(r ->> 'text', '|' order by n) from made as m cross join lateral jsonb_array_elements(m.matrix -> 'rows') with ordinality as e (r, n)),
    'Thermometer|Capacity|Lifetime warranty|Gooseneck spout', 'missing comes first, shared last'
);
select is(
    (select m.matrix -> 'rows' -> 0 -> 'cells' from made as m),
    jsonb_build_array(
        jsonb_build_object('class', 'bad l1', 'sign', chr(10007), 'text', 'no'),
        '{"class": "unknown", "text": "unknown"}'::jsonb,
        jsonb_build_object('class', 'good l1', 'sign', chr(10003), 'text', 'yes'),
        jsonb_build_object('class', 'bad l2', 'sign', chr(8722), 'text', 'missing here')
    ),
    'a cell has a sign, a word and a colour; the verdict is last'
);
select is((select m.matrix -> 'rows' -> 1 -> 'cells' -> 0 from made as m), '{"text": "1 l"}', 'any other value is shown as it is');
select is(api.report_feature_matrix(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}}')), null, 'without features there is no table');

select * from finish();
rollback;
