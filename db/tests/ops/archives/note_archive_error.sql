begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(2);

select pg_temp.detach() as id \gset
select ops.note_archive_error(:id, 'no space left');
select is((select a.error from ops.archives as a), 'no space left', 'the reason is kept');
select pg_temp.export(:id);
select pg_temp.verify(:id);
select ops.note_archive_error(:id, 'late');
select is((select a.error from ops.archives as a), null, 'but not of an archive that is over');

select * from finish();
rollback;
