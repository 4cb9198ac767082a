begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

set local role asinmart_api;
select is(api.search_words('Steel kettle')::text, $$'kettle':* & 'steel':*$$, 'each word matches as a prefix');
select ok(to_tsvector('simple', 'Chef''s-knife, steel') @@ api.search_words('knife/chef st'), 'punctuation is ignored');
select ok(not to_tsvector('simple', 'a knife') @@ api.search_words('knife fork'), 'all words must match');
select lives_ok($$select api.search_words(e'it''s \\ & | ! ( ) : * < -> "q" ''); drop table x --')$$, 'operators in the input are treated as words');
select throws_ok($$select api.search_words(' !?& ')$$, 'AM422', 'no word to search for in q', 'a query without a word is refused');

select * from finish();
rollback;
