begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(5);

select pg_temp.detach() as id \gset
select pg_temp.export(:id);
savepoint exported;
select is((select ops.verify_archive(a.id, '{1,2,3}', 'f00d', a.manifest) from ops.archives as a), 'the file has 1 rows which are not the 2 of the partition', 'other rows are a fault');
select results_eq('select a.status, a.error from ops.archives as a', $$values ('planned', 'the file has 1 rows which are not the 2 of the partition')$$, 'the partition is then exported anew');
rollback to exported;
select is((select ops.verify_archive(a.id, a.row_checksum, 'beef', a.manifest) from ops.archives as a), 'the file is not the one that was written', 'so are other bytes');
rollback to exported;
select is((select ops.verify_archive(a.id, a.row_checksum, 'f00d', a.manifest || ' ') from ops.archives as a), 'the manifest is not the one that was written', 'and another manifest');
rollback to exported;
select pg_temp.verify(:id);
select results_eq('select a.status, a.verified_at, a.error from ops.archives as a', $$values ('verified', timestamptz '2025-01-02 00:01+00', null)$$, 'the same rows, bytes and manifest are verified');

select * from finish();
rollback;
