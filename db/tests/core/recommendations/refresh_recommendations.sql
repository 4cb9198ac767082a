begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(8);

select pg_temp.dear_market();
select pg_temp.compare('B0TESTC001', 'B0TESTC002');
select results_eq(
    $$select s.row_count, s.has_more from core.refresh_recommendations('2025-03-31 20:00+00', 1) as s$$, $$values (1::bigint, true)$$, 'a slice has as many products as it may'
);
select results_eq(
    $$select s.row_count, s.has_more from core.refresh_recommendations('2025-03-31 20:00+00') as s$$, $$values (1::bigint, false)$$, 'the next one has the others'
);
select results_eq(
    $$select s.row_count, s.has_more from core.refresh_recommendations('2025-03-31 20:00+00') as s$$, $$values (0::bigint, false)$$, 'then none is due'
);
select is(pg_temp.actions(), '1 price_above_peers pending', 'the rules looked at both');
select pg_temp.decide('price_above_peers', '2025-04-01 20:00+00', 'approved', 'applied');
select results_eq(
    $$select s.row_count from core.refresh_recommendations('2025-04-24 20:00+00') as s$$, $$values (3::bigint)$$,
    'actions applied three weeks ago are followed up: one outcome, and two versions from thin data'
);
select is((select o.metric || ' ' || o.verdict from core.action_outcomes as o), 'rank cannot tell', 'once');
select results_eq(
    $$select j.schedule, j.function_name from ops.jobs as j where j.job_name = 'refresh-recommendations'$$,
    $$values ('20 * * * *', 'core.refresh_recommendations')$$, 'it is a job'
);
set local role asinmart_admin;
select lives_ok('select core.refresh_recommendations()', 'which an admin runs by hand');

select * from finish();
rollback;
