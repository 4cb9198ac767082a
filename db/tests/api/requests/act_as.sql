begin;
set local search_path to extensions, public;
select plan(3);

set local role asinmart_api;
select is(app.current_tenant(), null, 'a session acts for nobody at first');
select api.act_as('00000000-0000-0000-0000-000000000001');
select is(app.current_tenant(), '00000000-0000-0000-0000-000000000001'::uuid, 'then for the tenant it names');
select api.act_as(null);
select is(app.current_tenant(), null, 'and for nobody again');

select * from finish();
rollback;
