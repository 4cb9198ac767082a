begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(8);

set local role asinmart_api;
create function pg_temp.statement(p_asked jsonb) returns text language sql as $$select api.products_statement(p_asked)$$;
select unalike(pg_temp.statement('{"sort": "price", "is_few": false, "is_prefix": true, "brand": "evil", "in_stock": "x''; drop table y"}'), '%evil%', 'no value of the caller stands in it');
select unalike(pg_temp.statement('{"sort": "price", "is_few": false, "is_prefix": true, "brand": "evil", "in_stock": "x''; drop table y"}'), '%drop%', 'whatever it is');
select matches(pg_temp.statement('{"sort": "-bsr"}'), 'order by l.bsr desc, l.asin desc', 'the order is that of an index');
select unalike(pg_temp.statement('{"sort": "price", "is_past_known": true}'), '%is not null%', 'past the known values only unknown ones are left');
select matches(pg_temp.statement('{"sort": "asin", "is_tracked": false}'), 'not exists', 'what is not tracked is asked for too');
select matches(pg_temp.statement('{"sort": "price", "is_few": true}'), 'p.asin = any \(\$12\)', 'few products with the words are sorted');
select matches(pg_temp.statement('{"sort": "price", "is_few": false}'), '@@ \$4', 'of many the sort''s index is walked');
select throws_ok($$select api.products_statement('{"sort": "title"}')$$, 'AM422', 'products cannot be sorted by title', 'another sort is refused');

select * from finish();
rollback;
