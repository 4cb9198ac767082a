begin;
set local search_path to extensions, public;
select plan(5);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
create temp table made (key text);
insert into made select app.create_api_key('00000000-0000-0000-0000-00000000000a', 'shop');
set local role asinmart_api;
select is(app.note_api_key_use('{}'), 0::bigint, 'no key, no row');
reset role;
select is(app.note_api_key_use(array(select k.id from app.api_keys as k where k.name = 'shop')), 1::bigint, 'the first use is recorded');
select is((select k.last_used_at from app.api_keys as k where k.name = 'shop'), now(), 'the first use is recorded with its time');
select is(
    app.note_api_key_use(array(select k.id from app.api_keys as k where k.name = 'shop'), now() + interval '14 minutes'), 0::bigint,
    'a use within 15 minutes is not recorded'
);
select is(
    app.note_api_key_use(array(select k.id from app.api_keys as k where k.name = 'shop'), now() + interval '15 minutes'), 1::bigint,
    'a use after 15 minutes is recorded'
);

select * from finish();
rollback;
