-- Identifiers that distinguish this database from its copies: pg_restore and CREATE DATABASE give another oid, another
-- server has another system identifier, a physical restore or a promoted standby another timeline. An identifier that
-- this role may not read (some managed services) is null.
create or replace function ops.server_identity()
returns table (database_oid oid, system_identifier text, timeline text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    select d.oid into database_oid from pg_catalog.pg_database as d where d.datname = current_database();
    begin
        select c.system_identifier::text into system_identifier from pg_control_system() as c;
    exception when insufficient_privilege or undefined_function then
        null;
    end;
    begin
        -- Not pg_control_checkpoint: it has the new timeline only after the next checkpoint.
        timeline := left(pg_walfile_name(pg_current_wal_lsn()), 8);
    exception when insufficient_privilege or undefined_function or object_not_in_prerequisite_state then
        null;
    end;
    return next;
end;
$$;
comment on function ops.server_identity() is 'Identifiers that distinguish this database from its copies.';
