begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(9);

select is(core.is_evidence_changed('{"a": 31.43, "b": "x"}', '{"a": 31.44, "b": "x"}'), false, 'less than a step is no change');
select is(core.is_evidence_changed('{"a": 31.4}', '{"a": 32.39}'), false, 'wherever steps begin');
select is(core.is_evidence_changed('{"a": 31.43}', '{"a": 32.43}'), true, 'a step is one');
select is(core.is_evidence_changed('{"a": 31.43}', '{"a": 30.43}'), true, 'in either direction');
select is(core.is_evidence_changed('{"a": "x"}', '{"a": "y"}'), true, 'another text is one');
select is(core.is_evidence_changed('{"a": 1}', '{"a": "1"}'), true, 'and another type');
select is(core.is_evidence_changed('{"a": 1}', '{"a": 1, "b": 1}'), true, 'and another claim');
select is(core.is_evidence_changed('{"a": 1, "b": 1}', '{"a": 1}'), true, 'and one claim less');
select is(core.is_evidence_changed('{}', '{}'), false, 'nothing is equal to nothing');

select * from finish();
rollback;
