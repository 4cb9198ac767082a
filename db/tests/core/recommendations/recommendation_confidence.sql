begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(6);

select is(core.recommendation_confidence(pg_temp.subject(), 3, 1), 1.00, 'all days, three competitors, twice the threshold');
select is(core.recommendation_confidence(pg_temp.subject(), 9, 5), 1.00, 'more adds nothing');
select is(core.recommendation_confidence(pg_temp.subject(), 2, 0), 0.33, 'two of three competitors, at the threshold: 2/3 of a half');
select is(core.recommendation_confidence(pg_temp.subject('{"observed_days": 20}'), null, null), 0.67, 'a fact that needs no competitors rests on the days');
select is(core.recommendation_confidence(pg_temp.subject('{"observed_days": 20}'), 1, 0.5), 0.17, '2/3 of 1/3 of 0.75');
select is(core.recommendation_confidence(pg_temp.subject('{"expected_days": null}'), null, null), null, 'without days there is none');

select * from finish();
rollback;
