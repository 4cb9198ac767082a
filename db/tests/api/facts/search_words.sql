begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

set local role asinmart_api;
select is(api.search_words('Steel kettle')::text, $$'kettle':* & 'steel':*$$, 'every word by its beginning');
select ok(to_tsvector('simple', 'Chef''s-knife, steel') @@ api.search_words('knife/chef st'), 'marks between words do not count');
select ok(not to_tsvector('simple', 'a knife') @@ api.search_words('knife fork'), 'all must be there');
select lives_ok($$select api.search_words(e'it''s \\ & | ! ( ) : * < -> "q" ''); drop table x --')$$, 'whatever is typed is only words');
select throws_ok($$select api.search_words(' !?& ')$$, 'AM422', 'no word to search for in q', 'a query without a word is refused');

select * from finish();
rollback;
