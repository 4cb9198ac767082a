begin;
set local search_path to extensions, public;
select plan(8);

insert into app.tenants (tenant_id, name, tier, is_active) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a', 'pro', true), ('00000000-0000-0000-0000-00000000000b', 'tenant b', 'free', false);
insert into app.users (tenant_id, email, is_active) values
    ('00000000-0000-0000-0000-00000000000a', 'in@example.com', true), ('00000000-0000-0000-0000-00000000000a', 'out@example.com', false),
    ('00000000-0000-0000-0000-00000000000b', 'in@example.com', false);
set local role asinmart_api;
select results_eq($$select t.tier from app.find_tenant('00000000-0000-0000-0000-00000000000a') as t$$, $$values ('pro')$$, 'a tenant is found with its tier, without a tenant set');
select is_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000b')$$, 'an inactive tenant is not found');
select is_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000c')$$, 'a missing tenant is not found');
select is_empty('select 1 from app.find_tenant(null)', 'a null tenant is not found');
select isnt_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000a', 'in@example.com')$$, 'an active user of the tenant is found, even if inactive in another tenant');
select is_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000a', 'OUT@example.com')$$, 'an inactive user is not found');
select isnt_empty($$select 1 from app.find_tenant('00000000-0000-0000-0000-00000000000a', 'new@example.com')$$, 'an unknown address is found: the issuer of the token decides');
set local role mart_reader;
select throws_ok('select 1 from app.find_tenant(null)', '42501', null, 'another role cannot look up tenants');

select * from finish();
rollback;
