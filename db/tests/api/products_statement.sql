begin;
set local search_path to extensions, public;
\ir ../support/two_tenants.psql
select plan(6);

set local role asinmart_api;
create function pg_temp.statement(p_asked jsonb) returns text language sql as $$select api.products_statement(p_asked)$$;
select unalike(pg_temp.statement('{"sort": "price", "query": "x''; drop table y", "brand": "evil"}'), '%evil%', 'no value of the caller stands in it');
select unalike(pg_temp.statement('{"sort": "price", "query": "x''; drop table y", "brand": "evil"}'), '%drop%', 'nor does a word that is looked for');
select matches(pg_temp.statement('{"sort": "-bsr"}'), 'order by l.bsr desc, l.asin desc', 'the order is that of an index');
select unalike(pg_temp.statement('{"sort": "price", "is_past_known": true}'), '%is not null%', 'past the known values only unknown ones are left');
select matches(pg_temp.statement('{"sort": "asin", "is_tracked": false}'), 'not exists', 'what is not tracked is asked for too');
select throws_ok($$select api.products_statement('{"sort": "title"}')$$, 'AM422', 'products are not sorted by title', 'another sort is refused');

select * from finish();
rollback;
