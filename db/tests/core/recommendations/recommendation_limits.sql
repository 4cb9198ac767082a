begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(3);

select is(core.recommendation_limits() ->> 'price_above_pct', '10', 'a threshold has the name of its setting without the prefix');
select is((select count(*) from jsonb_object_keys(core.recommendation_limits())), 13::bigint, 'all are there');
update ops.settings set value = '12.5' where name = 'recommendation_price_above_pct';
select is((core.recommendation_limits() ->> 'price_above_pct')::numeric, 12.5, 'a change takes effect at once');

select * from finish();
rollback;
