begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(8);

set local role asinmart_api;
create function pg_temp.statement(p_asked jsonb) returns text language sql as $$select api.products_statement(p_asked)$$;
select unalike(pg_temp.statement('{"sort": "price", "is_few": false, "is_prefix": true, "brand": "evil", "in_stock": "x''; drop table y"}'), '%evil%', 'the statement contains no value of the caller');
select unalike(pg_temp.statement('{"sort": "price", "is_few": false, "is_prefix": true, "brand": "evil", "in_stock": "x''; drop table y"}'), '%drop%', 'the statement is the same for all values');
select matches(pg_temp.statement('{"sort": "-bsr"}'), 'order by l.bsr desc, l.asin desc', 'the sort uses the order of an index');
select unalike(pg_temp.statement('{"sort": "price", "is_past_known": true}'), '%is not null%', 'past the known values only products without a value are read');
select matches(pg_temp.statement('{"sort": "asin", "is_tracked": false}'), 'not exists', 'untracked products can be selected');
select matches(pg_temp.statement('{"sort": "price", "is_few": true}'), 'p.asin = any \(\$12\)', 'few matches are sorted');
select matches(pg_temp.statement('{"sort": "price", "is_few": false}'), '@@ \$4', 'with many matches the index of the sort is scanned');
select throws_ok($$select api.products_statement('{"sort": "title"}')$$, 'AM422', 'products cannot be sorted by title', 'an unknown sort is refused');

select * from finish();
rollback;
