create or replace function ops.archive_manifest(
    p_id bigint,
    p_now timestamptz
)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_pretty(
        jsonb_build_object(
            'table', l.parent, 'partition', l.partition_name, 'bound', l.bound,
            'from_at', to_char(l.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'to_at', to_char(l.to_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'columns', a.columns, 'row_count', a.row_count, 'row_checksum', a.row_checksum,
            'file', regexp_replace(a.path, '.*/', ''), 'byte_count', a.byte_count, 'file_sha256', a.file_sha256,
            'schema_version', (select max(v.version) from public.schema_version as v),
            'made_at', to_char(p_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        )
    )
    from ops.archives as a
    inner join ops.retention_log as l on l.id = a.id
    where a.id = p_id;
$$;
comment on function ops.archive_manifest(bigint, timestamptz) is 'The manifest of an archive: what the file beside it holds, and how to see that it is whole.';
