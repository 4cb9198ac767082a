begin;
set local search_path to extensions, public;
select plan(8);

insert into app.tenants (tenant_id, name, tier, is_active) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a', 'pro', true), ('00000000-0000-0000-0000-00000000000b', 'tenant b', 'free', false);
insert into app.users (tenant_id, email, is_active) values
    ('00000000-0000-0000-0000-00000000000a', 'in@example.com', true), ('00000000-0000-0000-0000-00000000000a', 'out@example.com', false),
    ('00000000-0000-0000-0000-00000000000b', 'in@example.com', false);
set local role asinmart_api;
select results_eq($$select t.tier from app.find_tenant('00000000-0000-0000-0000-00000000000a') as t$$, $$values ('pro')$$, 'a tenant is found with its tier, and none need be set');
select is_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000b')$$, 'one that is switched off is not');
select is_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000c')$$, 'nor one that is not there');
select is_empty('select 1 from app.find_tenant(null)', 'nor none');
select isnt_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000a', 'in@example.com')$$, 'its users come in, whatever they are elsewhere');
select is_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000a', 'OUT@example.com')$$, 'but not one that is switched off');
select isnt_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000a', 'new@example.com')$$, 'an address that is nobody''s is for the issuer of the token to judge');
set local role mart_reader;
select throws_ok('select 1 from app.find_tenant(null)', '42501', null, 'nobody but the API asks');

select * from finish();
rollback;
