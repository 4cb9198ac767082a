-- What needs a superuser: the owner's role, the database, pg_cron. All the rest is made by the owner's migrations.
-- psql takes the database's name as the variable "database", the password from the environment. Safe to run again.
\set ON_ERROR_STOP on
\getenv owner_password ASINMART_OWNER_PASSWORD

select 'create role asinmart_owner'
where not exists (select from pg_catalog.pg_roles as r where r.rolname = 'asinmart_owner')
\gexec
alter role asinmart_owner with login createrole password :'owner_password';

select pg_catalog.format('create database %I', :'database')
where not exists (select from pg_catalog.pg_database as d where d.datname = :'database')
\gexec
alter database :"database" owner to asinmart_owner;
\connect :"database"

-- pg_cron lives in one database of a server; where this is another one, the jobs are run by hand.
select 'create extension if not exists pg_cron'
where pg_catalog.current_setting('cron.database_name', true) = pg_catalog.current_database()
\gexec
select 'grant usage on schema cron to asinmart_owner'
where exists (select from pg_catalog.pg_namespace as n where n.nspname = 'cron')
\gexec
