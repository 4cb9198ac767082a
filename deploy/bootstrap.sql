-- The administrator of the server runs this once, and at every upgrade. It creates roles, the database and pg_cron, and
-- revokes default rights of PUBLIC. The owner's migrations create everything else. Safe to run again.
-- psql takes the database's name from the variable "database", the passwords from the environment.
\set ON_ERROR_STOP on
\getenv owner_password ASINMART_OWNER_PASSWORD
\getenv loader_password ASINMART_LOADER_PASSWORD
\getenv api_password ASINMART_API_PASSWORD
\getenv worker_password ASINMART_WORKER_PASSWORD
\getenv mart_password ASINMART_MART_PASSWORD
\getenv admin_password ASINMART_ADMIN_PASSWORD

-- Roles belong to the whole server: another of its databases may have created them.
select format('create role %I', w.name)
from unnest(array[
    'asinmart_owner', 'asinmart_loader', 'asinmart_api', 'asinmart_worker', 'mart_reader', 'tenant_reader', 'asinmart_admin',
    'asinmart_accounts', 'mart_owner', 'asinmart_monitor'
]) as w (name)
where not exists (select from pg_roles as r where r.rolname = w.name)
\gexec

comment on role asinmart_owner is 'Owns the database and everything in it, runs the jobs; creates no roles.';
comment on role asinmart_loader is 'Writes staging_raw and opens ingest runs; knows nothing about products.';
comment on role asinmart_api is 'Calls api functions: reads what they read, and writes what is a tenant''s own.';
comment on role asinmart_worker is 'Runs side effects: fetches, notifications, reports.';
comment on role mart_reader is 'BI tools and analysts: reads mart and nothing else.';
comment on role tenant_reader is 'BI of tenants: reads what mart holds of the products and pairs of one tenant. Made members by app.create_tenant_role.';
comment on role mart_owner is 'Owns the views of mart and reads what they show; has no login.';
comment on role asinmart_monitor is 'Owns the functions of ops that see the sessions and jobs of all roles; has no login.';
comment on role asinmart_admin is 'DBAs: reads everything, runs and repairs jobs.';
comment on role asinmart_accounts is 'Creates the logins of tenants, through the two functions of schema accounts alone; nobody logs in as it or is a member of it.';

-- On PostgreSQL 15 a role with CREATEROLE can make itself a member of any other role, even of those that run programs. So
-- the owner does not have it, because all roles call the owner's functions.
alter role asinmart_owner with login nocreaterole password :'owner_password';
alter role asinmart_loader with login password :'loader_password';
alter role asinmart_api with login password :'api_password';
alter role asinmart_worker with login password :'worker_password';
alter role mart_reader with login password :'mart_password' connection limit 40;
alter role asinmart_admin with login password :'admin_password';
alter role asinmart_accounts with nologin createrole noinherit;
-- Readers of mart need no rights on other schemas: views read those with the rights of their owner. It is another role than the
-- owner of the tables, because row-level security does not restrict that one. The owner acts as it to create them, but does not
-- inherit from it: its policies would restrict the owner too.
alter role mart_owner with nologin;
alter role asinmart_owner with noinherit;
grant mart_owner to asinmart_owner;
-- What sessions of other roles do, and since when, is shown to members of pg_read_all_stats only. ops.doctor() asks through functions
-- of this role, so that the owner's other functions do not see it. Where the administrator of a managed service may not grant it,
-- the doctor sees the owner's sessions alone.
alter role asinmart_monitor with nologin;
grant asinmart_monitor to asinmart_owner;
select 'grant tenant_reader to asinmart_accounts with admin option'
where not exists (
    select from pg_auth_members as m
    where m.roleid = 'tenant_reader'::regrole and m.member = 'asinmart_accounts'::regrole and m.admin_option
)
\gexec
-- The administrator of a managed service is not a superuser, and acts only for roles of which it is a member; from PostgreSQL 16
-- on it is one of the roles it made, but without the right to act as them.
select format('grant %I to %I', w.name, r.rolname)
from pg_roles as r
cross join unnest(array['asinmart_owner', 'asinmart_accounts']) as w (name)
where r.rolname = current_user and not r.rolsuper
    and not pg_has_role(r.oid, w.name, case when current_setting('server_version_num')::integer < 160000 then 'member' else 'set' end)
\gexec

-- Admins see what the sessions of all logins do, and end the one that blocks the others (ops.long_transactions,
-- ops.blocked_sessions). The administrator of a managed service may not be able to pass these roles on; then what others do is hidden.
select format('grant %I to %I', w.role_name, w.member)
from (
    values
        ('pg_read_all_stats', 'asinmart_monitor'), ('pg_read_all_stats', 'asinmart_admin'), ('pg_signal_backend', 'asinmart_admin')
) as w (role_name, member)
inner join pg_roles as u on u.rolname = current_user
where pg_has_role(w.role_name, 'member with admin option')
    or u.rolcreaterole and current_setting('server_version_num')::integer < 160000
\gexec

-- Session settings of the role's own login; a member with its own login has its own settings (docs/operations/tenants.md).
alter role mart_reader set default_transaction_read_only = on;
alter role mart_reader set statement_timeout = '60s';
alter role mart_reader set idle_in_transaction_session_timeout = '60s';
alter role mart_reader set search_path = mart;

select format('create database %I', :'database')
where not exists (select from pg_database as d where d.datname = :'database')
\gexec
alter database :"database" owner to asinmart_owner;
-- Temporary tables fill the disk, and attacks on definer functions begin with temporary types. The owner keeps the right,
-- because the promotion needs it.
revoke temporary on database :"database" from public;
\connect :"database"

-- pg_cron works in one database of a server. In any other database, jobs must be run by hand.
select 'create extension if not exists pg_cron'
from pg_settings as s
where s.name = 'cron.database_name' and s.setting = current_database()
\gexec
select 'grant usage on schema cron to asinmart_owner'
where exists (select from pg_namespace as n where n.nspname = 'cron')
\gexec

-- pg_cron lets everybody read its two tables; their rows belong to the owner's jobs alone. On managed services they stay open.
select format('revoke all on cron.%I from public', c.relname), format('grant select, delete on cron.%I to asinmart_owner', c.relname)
from pg_class as c
where c.relnamespace = to_regnamespace('cron') and c.relkind = 'r' and pg_has_role(c.relowner, 'usage')
\gexec

-- A job whose role was dropped can stop the scheduler, and a policy of pg_cron hides it from everybody else.
select 'grant usage on schema cron to asinmart_monitor', 'grant select on cron.job to asinmart_monitor'
from pg_class as c
where c.oid = to_regclass('cron.job') and pg_has_role(c.relowner, 'usage')
\gexec
select 'create policy asinmart_monitor on cron.job for select to asinmart_monitor using (true)'
from pg_class as c
where c.oid = to_regclass('cron.job') and pg_has_role(c.relowner, 'usage')
    and not exists (select from pg_policy as p where p.polrelid = c.oid and p.polname = 'asinmart_monitor')
\gexec

-- Who is no superuser changes the schema as the owner of the database.
select 'set role pg_database_owner'
from pg_namespace as n
where n.nspname = 'public' and n.nspowner = 'pg_database_owner'::regrole and not pg_has_role(n.nspowner, 'usage')
\gexec
revoke create on schema public from public;
-- As owner of the database it inherits this from pg_database_owner no more.
grant usage, create on schema public to asinmart_owner;
reset role;
-- These functions let any role write to disk or fill the lock table of the whole server. On managed services, whose
-- administrator does not own them, they stay open, and ops.doctor() reports that.
select format('revoke execute on function %s from public', p.oid::regprocedure)
from pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace
    and p.proname ~ '^(lo_creat|lo_create|lo_from_bytea|lo_put|lo_truncate|lo_truncate64|lo_unlink|lowrite|pg_logical_emit_message|pg_(try_)?advisory_.*)$'
    and has_function_privilege('public', p.oid, 'execute') and pg_has_role(p.proowner, 'usage')
\gexec

select 'create schema accounts authorization asinmart_accounts'
where not exists (select from pg_namespace as n where n.nspname = 'accounts')
\gexec
comment on schema accounts is 'The two functions that create and drop logins of tenants; made by deploy/bootstrap.sql.';
grant usage on schema accounts to asinmart_owner;
set role asinmart_accounts;
\ir ../db/functions/accounts/create_login.sql
\ir ../db/functions/accounts/drop_login.sql
reset role;
