begin;
set local search_path to extensions, public;
select plan(4);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
-- tests/database/test_tenancy.py checks that listeners receive the message, which is sent at commit.
select trigger_is('app', 'api_keys', 'announce_update', 'app', 'tg_api_keys__announce', 'changed keys are announced');
select trigger_is('app', 'api_keys', 'announce_delete', 'app', 'tg_api_keys__announce', 'deleted keys are announced');
insert into app.api_keys (tenant_id, name, key_type, key_prefix, key_hash, role)
values ('00000000-0000-0000-0000-00000000000a', 'shop', 'secret', 'sk_00000000', sha256('x'), 'viewer');
select lives_ok($$update app.api_keys set role = 'operator'$$, 'the role of a key can change');
select lives_ok($$delete from app.tenants where name = 'tenant a'$$, 'keys are deleted with their tenant');

select * from finish();
rollback;
