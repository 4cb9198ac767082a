begin;
set local search_path to extensions, public;
select plan(6);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
create temp table made (key text);
insert into made select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'shop');
grant select on made to public;
set local role asinmart_admin;
select is(app.revoke_api_key((select k.id from app.api_keys as k where k.name = 'shop')), true, 'an administrator revokes a key');
select is(
    app.revoke_api_key((select k.id from app.api_keys as k where k.name = 'shop'), now() + interval '1 hour'), false, 'revoking again changes nothing'
);
select is((select k.revoked_at from app.api_keys as k where k.name = 'shop'), now(), 'the time of revocation stays');
select throws_ok('select app.revoke_api_key(0)', 'AM404', 'there is no API key 0', 'a missing key is an error');
set local role asinmart_api;
select is_empty($$select f.id from made as m cross join lateral app.find_api_key(sha256(convert_to(m.key, 'UTF8'))) as f$$, 'a revoked key is not found');
select throws_ok('select app.revoke_api_key(1)', '42501', null, 'the API cannot revoke keys');

select * from finish();
rollback;
