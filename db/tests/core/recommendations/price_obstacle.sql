begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(7);

select is(core.price_obstacle(pg_temp.subject()), null, 'a price at which the product can be bought');
select matches(core.price_obstacle(pg_temp.subject('{"price": null}')), 'none was shown', 'no price');
select matches(core.price_obstacle(pg_temp.subject('{"is_fetch_failing": true}')), 'the last look at the listing, after {as_of}, failed', 'a failed fetch since');
select matches(core.price_obstacle(pg_temp.subject('{"status": "out_of_stock"}')), 'could be bought', 'out of stock');
select matches(core.price_obstacle(pg_temp.subject('{"status": null}')), 'could be bought', 'no observation of the offers');
select matches(core.price_obstacle(pg_temp.subject('{"in_stock": false}')), 'could be bought', 'not in stock');
select matches(core.price_obstacle(pg_temp.subject('{"is_price_suspect": true}')), 'may be wrong', 'a suspect price');

select * from finish();
rollback;
