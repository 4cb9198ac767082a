begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(6);

select is(core.t_quantile(1), 12.706, 'one degree of freedom');
select is(core.t_quantile(4), 2.776, 'four');
select is(core.t_quantile(30), 2.042, 'thirty');
select is(core.t_quantile(200), 2.042, 'beyond that the interval does not get narrower');
select is(core.t_quantile(0), null, 'none has none');
select ok((select bool_and(core.t_quantile(n) > core.t_quantile(n + 1)) from generate_series(1, 29) as n), 'each is smaller than the one before');

select * from finish();
rollback;
