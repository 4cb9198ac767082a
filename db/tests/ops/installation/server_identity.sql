begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is((ops.server_identity()).database_oid, (select d.oid from pg_database as d where d.datname = current_database()), 'the database has its oid');
select is((ops.server_identity()).system_identifier, (select c.system_identifier::text from pg_control_system() as c), 'the cluster has its identifier');
select matches((ops.server_identity()).timeline, '^[0-9A-F]{8}$', 'the write-ahead log has its timeline');

select * from finish();
rollback;
