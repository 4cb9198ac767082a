begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select results_eq('select s.* from ops.report_prose_spending(pg_temp.now()) as s', $$values (bigint '0', numeric '0', numeric '10')$$, 'nothing is spent at first');
select pg_temp.report(v) from generate_series(1, 5) as v;
select pg_temp.attempt('{"version": 1, "cost": 1}'), pg_temp.attempt('{"version": 2, "cost": 2, "status": "refused"}'),
    pg_temp.attempt('{"version": 3, "cost": 0, "status": "over_budget"}'), pg_temp.attempt('{"version": 4, "cost": 4, "started_at": "2025-03-01 00:00+00"}'),
    pg_temp.attempt('{"version": 5, "cost": 8, "started_at": "2025-02-28 23:59+00"}');
select results_eq(
    'select s.* from ops.report_prose_spending(pg_temp.now()) as s', $$values (bigint '3', numeric '7', numeric '10')$$,
    'a month in UTC is counted, with calls under way and refused answers'
);

select * from finish();
rollback;
