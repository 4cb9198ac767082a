begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is((ops.server_identity()).database_oid, (select d.oid from pg_database as d where d.datname = current_database()), 'the database is known by its oid');
select is((ops.server_identity()).system_identifier, (select c.system_identifier::text from pg_control_system() as c), 'the cluster by its identifier');
select matches((ops.server_identity()).timeline, '^[0-9A-F]{8}$', 'its history by its timeline');

select * from finish();
rollback;
