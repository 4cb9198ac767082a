begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(3);

select pg_temp.detach() as id \gset
select throws_ok(format($$select ops.note_export(%s + 1, 'p', 1, 'f00d')$$, :'id'), 'AM409', null, 'nothing is noted for an archive that is not read');
select pg_temp.export(:id);
select results_eq(
    'select a.status, a.path, a.byte_count, a.file_sha256, a.exported_at, a.manifest::jsonb ->> $$partition$$ from ops.archives as a',
    $$values ('exported', 'core.alerts/file.parquet', 1000::bigint, 'f00d', timestamptz '2025-01-02 00:00+00', 'partitions.alerts_2021_02')$$,
    'the file is noted with its manifest'
);
select throws_ok(format($$select ops.note_export(%s, 'p', 1, 'f00d')$$, :'id'), 'AM409', null, 'once');

select * from finish();
rollback;
