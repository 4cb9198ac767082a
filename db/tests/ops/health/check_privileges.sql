begin;
set local search_path to extensions, public;
select plan(4);

create view pg_temp.found as select c.status, c.detail from ops.check_privileges() as c;
select results_eq('table pg_temp.found', $$values ('ok', 'no login may write outside its grants')$$, 'a migrated database grants none of these privileges');
grant execute on function pg_catalog.lo_create(oid) to public;
select results_eq('table pg_temp.found', $$values ('warning', 'every login may call lo_create')$$, 'functions that write large objects are reported');
select format('grant temporary on database %I to public', current_database()) \gexec
select matches((select f.detail from pg_temp.found as f), '^every login may call lo_create; every login may create temporary tables$', 'temporary tables are reported');
alter role asinmart_owner createrole;
select matches((select f.detail from pg_temp.found as f), 'asinmart_owner may create roles', 'an owner that can create roles is reported');

select * from finish();
rollback;
