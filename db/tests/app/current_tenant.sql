begin;
set local search_path to extensions, public;
select plan(37);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
insert into app.tracked_products (tenant_id, asin) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTA001'), ('00000000-0000-0000-0000-00000000000b', 'B0TESTA002');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTA001', 'B0TESTA002'),
    ('00000000-0000-0000-0000-00000000000b', 'B0TESTA001', 'B0TESTA003');
create role tap_service in role asinmart_api;
create role tap_tenant;
create role tap_nobody;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', '00000000-0000-0000-0000-00000000000a');
create function pg_temp.asked_inside() returns uuid language sql stable security definer as 'select app.current_tenant()';
grant usage on schema extensions, app to public;

-- Services set the tenant.
set local role tap_service;
select is(app.current_tenant(), null, 'a session without a setting has no tenant');
set local app.tenant_id = '';
select is(app.current_tenant(), null, 'an empty setting is no tenant');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000A';
select is(
    app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'the setting app.tenant_id is the tenant of a service'
);
select is(pg_temp.asked_inside(), '00000000-0000-0000-0000-00000000000a'::uuid, 'the setting is used inside a definer function too');
set local app.tenant_id = 'not a uuid';
select throws_ok(
    'select app.current_tenant()', 'AM422', 'the tenant that this session names is not a tenant id',
    'an invalid setting is an error that does not repeat the value'
);
set local app.tenant_id = '{00000000-0000-0000-0000-00000000000a}';
select throws_ok('select app.current_tenant()', 'AM422', null, 'a key in another notation is an error');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
set local role asinmart_worker;
select isnt(app.current_tenant(), null, 'the worker is a service');
set local role asinmart_admin;
select isnt(app.current_tenant(), null, 'an admin is a service');
set local role asinmart_owner;
select isnt(app.current_tenant(), null, 'the owner is a service');

-- Other roles have no tenant.
set local role tap_nobody;
select is(app.current_tenant(), null, 'the setting is ignored for other roles');
select is(pg_temp.asked_inside(), null, 'it is ignored inside a definer function of a service too');
set local role asinmart_loader;
select is(app.current_tenant(), null, 'it is ignored for the loader');
set local role mart_reader;
select is(app.current_tenant(), null, 'it is ignored for a reader of mart');
set local app.tenant_id = 'not a uuid';
select is(app.current_tenant(), null, 'an invalid setting does not hinder a reader of mart');

-- A tenant's own login.
set local role tap_tenant;
select is(app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'a tenant''s login acts for that tenant');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
set local request.jwt.claims = '{"app_metadata": {"tenant_id": "00000000-0000-0000-0000-00000000000b"}}';
select is(app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'the setting does not change the tenant of a login');
select is(pg_temp.asked_inside(), '00000000-0000-0000-0000-00000000000a'::uuid, 'the setting does not change it inside a definer function either');
reset role;
update app.tenants set is_active = false where name = 'tenant a';
set local role tap_tenant;
select is(app.current_tenant(), null, 'the login of an inactive tenant has no tenant');
reset role;
update app.tenants set is_active = true where name = 'tenant a';
grant asinmart_api to tap_tenant;
set local role tap_tenant;
select is(
    app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'a tenant''s login with the role of a service keeps its tenant'
);
reset role;
revoke asinmart_api from tap_tenant;

-- A token is used only for the role authenticated.
set local role tap_nobody;
select is(app.current_tenant(), null, 'a token is ignored for other roles');
reset role;
select lives_ok(
    $$do 'begin create role authenticated; exception when duplicate_object then null; end'$$, 'Supabase''s role is created when missing'
);
set local role authenticated;
select is(app.current_tenant(), '00000000-0000-0000-0000-00000000000b'::uuid, 'the token of authenticated has the tenant');
set local request.jwt.claims = '{"user_metadata": {"tenant_id": "00000000-0000-0000-0000-00000000000b"}}';
select is(app.current_tenant(), null, 'the part of the token that users can write is ignored');
set local request.jwt.claims = '';
select is(app.current_tenant(), null, 'authenticated has no tenant without a token, whatever app.tenant_id is');
set local request.jwt.claims = '{"app_metadata": {"tenant_id": "b"}}';
select throws_ok('select app.current_tenant()', 'AM422', null, 'an invalid token is an error');
reset role;

-- The policies that use the function.
grant select, insert, update, delete on app.tracked_products, core.competitor_links to tap_service;
grant usage on schema app, core to tap_service;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
set local role tap_service;
select results_eq(
    'select p.asin, l.asin_comp from app.tracked_products as p cross join core.competitor_links as l',
    $$values ('B0TESTA001', 'B0TESTA002')$$, 'a service sees only the rows of its tenant'
);
select throws_ok(
    $$insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-00000000000b', 'B0TESTA009')$$,
    '42501', null, 'it cannot write rows of another tenant'
);
select lives_ok(
    $$insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-00000000000a', 'B0TESTA009')$$,
    'it can write rows of its own tenant'
);
delete from app.tracked_products;
set local app.tenant_id = '';
select is_empty('select 1 from app.tracked_products', 'without a tenant no row is visible');
reset role;
select results_eq(
    'select p.asin from app.tracked_products as p', $$values ('B0TESTA002')$$,
    'deleting all visible rows leaves the rows of other tenants'
);
set local role asinmart_owner;
select is(
    (select count(*) from core.competitor_links), 2::bigint, 'the owner sees the rows of all tenants'
);

-- An admin reads the rows of all tenants and changes those of one.
set local role asinmart_admin;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
update core.alert_rules set threshold_pct = 20 where name = 'Price';
select results_eq(
    'select r.tenant_id from core.alert_rules as r where r.threshold_pct = 20', $$values ('00000000-0000-0000-0000-00000000000a'::uuid)$$,
    'an admin changes the rules of the tenant that it names, and of no other'
);
select lives_ok(
    $$insert into core.alert_rules (tenant_id, name, rule_type) values ('00000000-0000-0000-0000-00000000000a', 'tap', 'price')$$,
    'and adds rules to them'
);
select throws_ok(
    $$insert into core.alert_rules (tenant_id, name, rule_type) values ('00000000-0000-0000-0000-00000000000b', 'tap', 'price')$$, '42501', null,
    'not to those of another tenant'
);
update app.tenants set tier = 'enterprise';
select results_eq(
    $$select t.name from app.tenants as t where t.tier = 'enterprise'$$, $$values ('tenant a')$$, 'it changes that tenant alone'
);
delete from core.alert_rules where name = 'tap' or name = 'Rank';
set local app.tenant_id = '';
delete from core.alert_rules;
select results_eq(
    $$select t.name, count(r.id) from app.tenants as t left join core.alert_rules as r on r.tenant_id = t.tenant_id where t.name ~ '^tenant ' group by t.name order by t.name$$,
    $$values ('tenant a', 7::bigint), ('tenant b', 8::bigint)$$, 'and without a tenant nothing'
);
select throws_ok($$update app.tenants set tenant_id = gen_random_uuid()$$, '42501', null, 'a tenant keeps its key');

select * from finish();
rollback;
