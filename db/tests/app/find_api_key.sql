begin;
set local search_path to extensions, public;
select plan(9);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
update app.tenants set tier = 'pro' where name = 'tenant a';
create temp table made (name text, key text);
insert into made
values
    ('plain', app.create_api_key('00000000-0000-0000-0000-00000000000a', 'plain')),
    ('ending', app.create_api_key('00000000-0000-0000-0000-00000000000a', 'ending', 'admin', 'operator', array['alerts'], now() + interval '1 hour', 'enterprise')),
    ('other', app.create_api_key('00000000-0000-0000-0000-00000000000b', 'other'));
create function pg_temp.found(p_name text, p_now timestamptz default now())
returns table (tenant_id uuid, key_type text, role text, scopes text[], tier text)
language sql
stable
as $$
    select f.tenant_id, f.key_type, f.role, f.scopes, f.tier
    from made as m
    cross join lateral app.find_api_key(sha256(convert_to(m.key, 'UTF8')), p_now) as f
    where m.name = p_name;
$$;
grant select on made to public;
set local role asinmart_api;
select results_eq(
    $$select * from pg_temp.found('plain')$$, $$values ('00000000-0000-0000-0000-00000000000a'::uuid, 'secret', 'viewer', '{}'::text[], 'pro')$$,
    'a key is found by its hash, with the tier of its tenant'
);
select results_eq(
    $$select * from pg_temp.found('ending')$$, $$values ('00000000-0000-0000-0000-00000000000a'::uuid, 'admin', 'operator', array['alerts'], 'enterprise')$$,
    'a key with its own tier is found with that tier'
);
select results_eq($$select f.tenant_id from pg_temp.found('other') as f$$, $$values ('00000000-0000-0000-0000-00000000000b'::uuid)$$, 'keys of all tenants are found without a tenant set');
select isnt_empty($$select 1 from pg_temp.found('ending', now() + interval '59 minutes')$$, 'a key is found until its end');
select is_empty($$select 1 from pg_temp.found('ending', now() + interval '1 hour')$$, 'a key is not found after its end');
select is_empty($$select 1 from app.find_api_key(sha256('sk_guess'))$$, 'an unknown hash finds nothing');
select is_empty('select 1 from app.find_api_key(null)', 'a null hash finds nothing');
reset role;
update app.tenants set is_active = false where name = 'tenant a';
set local role asinmart_api;
select is_empty($$select 1 from pg_temp.found('plain')$$, 'keys of an inactive tenant are not valid');
set local role mart_reader;
select throws_ok($$select app.find_api_key('')$$, '42501', null, 'another role cannot look up keys');

select * from finish();
rollback;
