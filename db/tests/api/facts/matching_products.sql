begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

select pg_temp.seen('B0TESTA001', 'Steel kettle'), pg_temp.seen('B0TESTA002', 'Kettle of glass'), pg_temp.seen('B0TESTA003', 'Toaster');
set local role asinmart_api;
create function pg_temp.found(p_words text, p_prefix text default null, p_limit integer default 10) returns text[] language sql as $$
    select array_agg(m order by m) from unnest(api.matching_products('US', p_words::tsquery, p_prefix, p_limit)) as m;
$$;
select is(pg_temp.found('kettle'), array['B0TESTA001', 'B0TESTA002'], 'products with all words match');
select is(pg_temp.found('kettle', 'B0TESTA003'), array['B0TESTA001', 'B0TESTA002', 'B0TESTA003'], 'products whose ASIN begins with the prefix match');
select is(cardinality(pg_temp.found('kettle', null, 1)), 1, 'the limit is respected');
select is(pg_temp.found('fridge'), null, 'a search without a match returns none');
select is(api.matching_products('DE', 'kettle', null, 10), '{}', 'only products of the marketplace match');

select * from finish();
rollback;
