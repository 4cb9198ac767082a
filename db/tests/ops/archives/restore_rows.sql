begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(3);

select pg_temp.detach() as id \gset
select pg_temp.export(:id);
select pg_temp.verify(:id);
select pg_temp.lines('partitions.alerts_2021_02') as lines \gset
select throws_ok(format('select ops.restore_rows(%s, %L)', :'id', :'lines'), 'AM409', format('archive %s is not being restored', :'id'), 'a restore must be under way');
select ops.start_restore(a.id, 'f00d', a.manifest, 'beside') from ops.archives as a;
set local role asinmart_admin;
select lives_ok(format('select ops.restore_rows(%s, %L)', :'id', :'lines'), 'an admin writes rows of the file');
select bag_eq('select b::text from partitions.beside as b', 'select a::text from partitions.alerts_2021_02 as a', 'they are those of the partition');

select * from finish();
rollback;
