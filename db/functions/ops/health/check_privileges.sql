-- Privileges that PostgreSQL gives every login until the administrator of the server revokes them
-- (deploy/bootstrap.sql). A restored or copied database has the defaults again.
create or replace function ops.check_privileges()
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with open_doors as (
        select 'every login may create temporary tables' as detail
        where has_database_privilege('public', current_database(), 'temporary')
        union all
        select 'every login may create objects in schema public'
        from pg_namespace as n
        where n.nspname = 'public' and has_schema_privilege('public', n.oid, 'create')
        union all
        select 'every login may call ' || string_agg(distinct p.proname, ', ' order by p.proname)
        from pg_proc as p
        where p.pronamespace = 'pg_catalog'::regnamespace
            and p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite', 'pg_advisory_lock', 'pg_logical_emit_message')
            and has_function_privilege('public', p.oid, 'execute')
        having count(*) > 0
        union all
        select 'asinmart_owner may create roles' from pg_roles as r where r.rolname = 'asinmart_owner' and r.rolcreaterole
        union all
        select 'temp_file_limit is -1: one large sort can fill the disk' where current_setting('temp_file_limit') = '-1'
    )
    select
        'privileges',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(o.detail, '; ' order by o.detail), 'no login may write outside its grants'),
        'As the administrator of the server: run deploy/bootstrap.sql again, and set temp_file_limit as in deploy/postgresql.conf.'
    from open_doors as o;
$$;
comment on function ops.check_privileges() is 'Part of ops.doctor: default privileges of PostgreSQL that every login has and should not have.';
