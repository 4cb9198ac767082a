begin;
set local search_path to extensions, public;
select plan(31);

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

-- A service says for whom it works.
set local role tap_service;
select is(app.current_tenant(), null, 'a session that says nothing has no tenant');
set local app.tenant_id = '';
select is(app.current_tenant(), null, 'an emptied setting is no tenant');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000A';
select is(
    app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'the setting app.tenant_id names the tenant of a service'
);
select is(pg_temp.asked_inside(), '00000000-0000-0000-0000-00000000000a'::uuid, 'also inside a definer function');
set local app.tenant_id = 'not a uuid';
select throws_ok(
    'select app.current_tenant()', 'AM422', 'the tenant that this session names is not a tenant id',
    'a setting that is no tenant key is an error that does not repeat it, not nobody'
);
set local app.tenant_id = '{00000000-0000-0000-0000-00000000000a}';
select throws_ok('select app.current_tenant()', 'AM422', null, 'as is a key in another notation');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
set local role asinmart_worker;
select isnt(app.current_tenant(), null, 'the worker is a service');
set local role asinmart_admin;
select isnt(app.current_tenant(), null, 'so is an admin');
set local role asinmart_owner;
select isnt(app.current_tenant(), null, 'and the owner');

-- Others do not.
set local role tap_nobody;
select is(app.current_tenant(), null, 'the setting counts for nobody else');
select is(pg_temp.asked_inside(), null, 'not inside a definer function either, although that runs as one who could');
set local role asinmart_loader;
select is(app.current_tenant(), null, 'not for the loader');
set local role mart_reader;
select is(app.current_tenant(), null, 'nor for a reader of mart');
set local app.tenant_id = 'not a uuid';
select is(app.current_tenant(), null, 'whom nonsense in it does not hinder');

-- A tenant's own login.
set local role tap_tenant;
select is(app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'a tenant''s login is that tenant');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
set local request.jwt.claims = '{"app_metadata": {"tenant_id": "00000000-0000-0000-0000-00000000000b"}}';
select is(app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'and cannot say that it is another');
select is(pg_temp.asked_inside(), '00000000-0000-0000-0000-00000000000a'::uuid, 'not inside a definer function either');
reset role;
update app.tenants set is_active = false where name = 'tenant a';
set local role tap_tenant;
select is(app.current_tenant(), null, 'the login of a tenant that is switched off is nobody, whatever it says');
reset role;
update app.tenants set is_active = true where name = 'tenant a';
grant asinmart_api to tap_tenant;
set local role tap_tenant;
select is(
    app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'a tenant''s login that somebody made a service stays that tenant'
);
reset role;
revoke asinmart_api from tap_tenant;

-- A token counts for the one role that a gateway sets it for.
set local role tap_nobody;
select is(app.current_tenant(), null, 'a token counts for no other role');
reset role;
select lives_ok(
    $$do 'begin create role authenticated; exception when duplicate_object then null; end'$$, 'Supabase''s role, where it is not there'
);
set local role authenticated;
select is(app.current_tenant(), '00000000-0000-0000-0000-00000000000b'::uuid, 'a token says for whom authenticated asks');
set local request.jwt.claims = '{"user_metadata": {"tenant_id": "00000000-0000-0000-0000-00000000000b"}}';
select is(app.current_tenant(), null, 'in the part of it that users cannot write');
set local request.jwt.claims = '';
select is(app.current_tenant(), null, 'no token is nobody, whatever app.tenant_id says');
set local request.jwt.claims = '{"app_metadata": {"tenant_id": "b"}}';
select throws_ok('select app.current_tenant()', 'AM422', null, 'nonsense in it is an error');
reset role;

-- The policies made of it.
grant select, insert, update, delete on app.tracked_products, core.competitor_links to tap_service;
grant usage on schema app, core to tap_service;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
set local role tap_service;
select results_eq(
    'select p.asin, l.asin_comp from app.tracked_products as p cross join core.competitor_links as l',
    $$values ('B0TESTA001', 'B0TESTA002')$$, 'a service sees its tenant''s rows only'
);
select throws_ok(
    $$insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-00000000000b', 'B0TESTA009')$$,
    '42501', null, 'it cannot write rows of another tenant'
);
select lives_ok(
    $$insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-00000000000a', 'B0TESTA009')$$,
    'it can write its own'
);
delete from app.tracked_products;
set local app.tenant_id = '';
select is_empty('select 1 from app.tracked_products', 'without a tenant nothing is seen');
reset role;
select results_eq(
    'select p.asin from app.tracked_products as p', $$values ('B0TESTA002')$$,
    'deleting everything deletes what one sees, and no row of another tenant'
);
set local role asinmart_owner;
select is(
    (select count(*) from core.competitor_links), 2::bigint, 'the owner, who promotes for all tenants, sees all rows'
);

select * from finish();
rollback;
