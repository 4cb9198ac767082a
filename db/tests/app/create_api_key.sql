begin;
set local search_path to extensions, public;
select plan(17);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
insert into app.users (tenant_id, email) values ('00000000-0000-0000-0000-00000000000b', 'b@example.org');
create temp table made (key text);
grant all on made to asinmart_admin;
set local role asinmart_admin;
insert into made select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'shop', 'secret', 'operator', array['products'], now() + interval '1 day', 'pro');
select matches((select m.key from made as m), '^sk_[0-9a-f]{64}$', 'a key begins with its type and is long');
select results_eq(
    $$
        select k.tenant_id, k.name, k.key_type, k.role, k.scopes, k.tier, k.expires_at, k.revoked_at
        from app.api_keys as k
        inner join made as m on k.key_hash = sha256(convert_to(m.key, 'UTF8')) and k.key_prefix = left(m.key, 11)
    $$,
    $$values ('00000000-0000-0000-0000-00000000000a'::uuid, 'shop', 'secret', 'operator', array['products'], 'pro', now() + interval '1 day', null::timestamptz)$$,
    'its hash and prefix are stored with its permissions'
);
select is_empty(
    $$select 1 from app.api_keys as k inner join made as m on position(m.key in k::text) > 0$$, 'the key itself is not stored'
);
select isnt(app.create_api_key('00000000-0000-0000-0000-00000000000a', 'shop'), app.create_api_key('00000000-0000-0000-0000-00000000000a', 'shop'), 'two keys differ, even with one name');
select matches(app.create_api_key('00000000-0000-0000-0000-00000000000a', 'page', 'public'), '^pk_', 'a public key is created');
select matches(app.create_api_key('00000000-0000-0000-0000-00000000000a', 'boss', 'admin', 'admin'), '^ak_', 'an admin key is created');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x', 'public', 'operator')$$, 'AM422', null, 'a public key can only read');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x', 'secret', 'admin')$$, 'AM422', null, 'a secret key cannot be an admin');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x', 'other')$$, 'AM422', null, 'an unknown type is refused');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x', 'admin', 'god')$$, 'AM422', null, 'an unknown role is refused');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', '')$$, 'AM422', null, 'a key must have a name');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x', 'secret', 'viewer', null)$$, 'AM422', null, 'a null scope is refused');
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x', 'secret', 'viewer', '{}', now())$$, 'AM422', null, 'the end must be in the future');
select throws_ok($$select app.create_api_key(gen_random_uuid(), 'x')$$, 'AM404', null, 'a missing tenant is refused');
select throws_ok(
    format('select app.create_api_key(''00000000-0000-0000-0000-00000000000a'', %L, p_user_id => %s)', 'x', (select u.id from app.users as u where u.email = 'b@example.org')),
    'AM404', null, 'a user of another tenant is refused'
);
select throws_ok($$select app.create_api_key(null, 'x')$$, 'AM422', null, 'a key must have a tenant');
set local role asinmart_api;
select throws_ok($$select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'x')$$, '42501', null, 'the API cannot create keys');

select * from finish();
rollback;
