begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(5);

select is(core.effect_value(ln(200.0), true, false), 200.00, 'a mean of logarithms is a level');
select is(core.effect_value(ln(0.8), true, true), -20.00, 'a difference of logarithms is a change in percent');
select is(core.effect_value(0.1234, false, true), 0.123, 'stars stay stars');
select is(core.effect_value(1000, true, true), 48516519440.98, 'an interval without end is cut');
select is(core.effect_value(null, true, true), null, 'unknown stays unknown');

select * from finish();
rollback;
