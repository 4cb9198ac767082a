begin;
set local search_path to extensions, public;
select plan(3);

set local role asinmart_api;
select is(app.current_tenant(), null, 'a session has no tenant at first');
select api.act_as('00000000-0000-0000-0000-000000000001');
select is(app.current_tenant(), '00000000-0000-0000-0000-000000000001'::uuid, 'the session then acts for the given tenant');
select api.act_as(null);
select is(app.current_tenant(), null, 'the tenant ends with the transaction');

select * from finish();
rollback;
