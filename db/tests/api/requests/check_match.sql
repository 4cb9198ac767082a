begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

set local role asinmart_api;
select lives_ok($$select api.check_match('the rule', 'body', null)$$, 'without an ETag the check passes');
select lives_ok($$select api.check_match('the rule', 'body', array['x', md5('body')])$$, 'the current ETag passes');
select throws_ok($$select api.check_match('the rule', 'body', array['x'])$$, 'AM412', 'the rule was changed since you read it', 'another ETag is refused');
select throws_ok($$select api.check_match('the rule', 'body', '{}')$$, 'AM412', null, 'an empty list of ETags is refused');

select * from finish();
rollback;
