begin;
set local search_path to extensions, public;
select plan(11);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-00000000000a', 'tenant a');
create temp table made (role_name text, password text);
grant all on made to asinmart_admin;
set local role asinmart_admin;
insert into made select m.role_name, m.password from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m;
insert into made select m.role_name, m.password from app.create_tenant_role('00000000-0000-0000-0000-00000000000a') as m;
select throws_ok($$select app.create_tenant_role(gen_random_uuid())$$, 'AM404', null, 'a missing tenant is refused');
reset role;
select is((select count(distinct m.role_name) from made as m), 2::bigint, 'an administrator creates several logins of a tenant');
select is_empty($$select m.role_name from made as m where m.role_name !~ '^tenant_[0-9a-f]{12}$'$$, 'names of logins do not reveal the tenant');
select is_empty($$select m.role_name from made as m where length(m.password) <> 64$$, 'passwords are long and random');
select is_empty(
    $$select m.role_name from made as m where shobj_description(m.role_name::regrole, 'pg_authid') is not null$$,
    'logins have no comments, which every login could read'
);
select isnt_empty(
    $$select 1 from pg_authid as a inner join made as m on m.role_name = a.rolname where a.rolpassword ~ '^SCRAM-SHA-256'$$, 'the server stores a hash of the password'
);
select set_eq(
    $$select unnest(s.setconfig) from pg_db_role_setting as s where s.setrole = (select m.role_name::regrole from made as m limit 1)$$,
    array['default_transaction_read_only=on', 'statement_timeout=60s', 'idle_in_transaction_session_timeout=60s', 'search_path=mart'],
    'a session starts read-only, in mart, with limits'
);
select set_eq(
    'select m.role_name from made as m',
    $$select r.role_name::text from app.tenant_roles as r where r.tenant_id = '00000000-0000-0000-0000-00000000000a'$$, 'the tenant''s logins are recorded'
);
create function pg_temp.who_asks() returns uuid language sql stable security definer as 'select app.current_tenant()';
select m.role_name from made as m limit 1 \gset
grant usage on schema extensions to :role_name;
set local role :role_name;
select is(pg_temp.who_asks(), '00000000-0000-0000-0000-00000000000a'::uuid, 'each login acts for its tenant');
select throws_ok('create temporary table x ()', '42501', null, 'a login cannot create temporary tables');
select throws_ok($$select lo_from_bytea(0, 'x')$$, '42501', null, 'a login cannot create large objects');

select * from finish();
rollback;
