begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

set local role asinmart_api;
select lives_ok($$select api.check_match('the rule', 'body', null)$$, 'who names no ETag changes what is there');
select lives_ok($$select api.check_match('the rule', 'body', array['x', md5('body')])$$, 'who names the right one too');
select throws_ok($$select api.check_match('the rule', 'body', array['x'])$$, 'AM412', 'the rule was changed since you read it', 'another one is refused');
select throws_ok($$select api.check_match('the rule', 'body', '{}')$$, 'AM412', null, 'and so is none that could match');

select * from finish();
rollback;
