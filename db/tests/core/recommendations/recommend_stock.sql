begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(5);

select is(pg_temp.found('recommend_stock'), null, 'a product in stock is no reason to act');
select is(pg_temp.found('recommend_stock', '{"missed_days_30d": 2}'), null, 'two days out of stock are not');
select is(pg_temp.found('recommend_stock', '{"missed_days_30d": 3}'), 'out_of_stock: 3 -> -, 0.50', 'three days are, without a value to propose');
select is(pg_temp.found('recommend_stock', '{"missed_days_30d": 6}'), 'out_of_stock: 6 -> -, 1.00', 'six are as sure as it gets');
select is(pg_temp.found('recommend_stock', '{"missed_days_30d": null}'), null, 'unknown days are not');

select * from finish();
rollback;
