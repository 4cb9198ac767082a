begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(2);

select pg_temp.detach() as id \gset
select pg_temp.export(:id);
select is(
    ops.archive_manifest(:id, '2025-01-02 00:00+00')::jsonb - array['columns', 'row_checksum', 'schema_version'],
    '{
        "table": "core.alerts", "partition": "partitions.alerts_2021_02", "bound": "FOR VALUES FROM (''2021-02-01'') TO (''2021-03-01'')",
        "from_at": "2021-02-01T00:00:00Z", "to_at": "2021-03-01T00:00:00Z", "row_count": 2, "file": "file.parquet", "byte_count": 1000,
        "file_sha256": "f00d", "made_at": "2025-01-02T00:00:00Z"
    }',
    'a manifest says what the file holds'
);
select is(
    ops.archive_manifest(:id, '2025-01-02 00:00+00')::jsonb -> 'columns' -> 6, '{"name": "date", "type": "date", "stored_as": "date32"}', 'and the types of its columns'
);

select * from finish();
rollback;
