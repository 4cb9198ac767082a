begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(5);

select pg_temp.detach() as id \gset
create function pg_temp.fault() returns text language sql volatile as $$select ops.archive_fault('core.alerts', 'partitions.alerts_2021_02')$$;
select is(pg_temp.fault(), 'it is not archived yet', 'what is planned must not be dropped');
select pg_temp.export(:id);
select is(pg_temp.fault(), 'it is not archived yet', 'nor what is exported');
select pg_temp.verify(:id);
select is(pg_temp.fault(), null, 'what is verified may be');
update partitions.alerts_2021_02 set is_read = true where rule_id = 1;
select is(pg_temp.fault(), 'it was changed after its export and is archived anew', 'unless it was changed afterwards');
update ops.partition_policies set is_archived = false;
select is(pg_temp.fault(), null, 'a policy that does not archive asks for no file');

select * from finish();
rollback;
