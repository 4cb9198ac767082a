-- Detached partitions go to files before they are dropped.

alter table ops.partition_policies add column is_archived boolean not null default false;
comment on column ops.partition_policies.is_archived is 'True: a detached partition is dropped only after its rows are in a verified file; see ops.archives.';
grant update (is_archived) on ops.partition_policies to asinmart_admin;

create table ops.archives (
    id bigint primary key,
    status text not null default 'planned',
    path text,
    columns jsonb,
    row_count bigint,
    row_checksum numeric[],
    byte_count bigint,
    file_sha256 text,
    manifest text,
    requested_at timestamptz not null,
    exported_at timestamptz,
    verified_at timestamptz,
    restored_at timestamptz,
    error text,
    restoring text,
    constraint archives_id_fkey foreign key (id) references ops.retention_log (id),
    constraint archives_status_check check (status in ('planned', 'exported', 'verified', 'dropped', 'restored')),
    constraint archives_file_check check (
        status = 'planned' or num_nulls(path, columns, row_count, row_checksum, byte_count, file_sha256, manifest, exported_at) = 0
    )
);
comment on table ops.archives is 'Files of detached partitions, one row per partition that was archived or is to be.';
comment on column ops.archives.id is 'The row of the partition in ops.retention_log, which has its name, bound and dates.';
comment on column ops.archives.status is 'planned; exported (the file is written); verified (its rows were read back and are those of the partition); dropped (the rows are in the file alone); restored (the partition is attached again).';
comment on column ops.archives.path is 'The Parquet file, under ASINMART_ARCHIVE_URL; its manifest ends in .json instead.';
comment on column ops.archives.columns is 'Columns in their order: name, type, and stored_as, the type in the file.';
comment on column ops.archives.row_count is 'Rows of the partition when it was exported.';
comment on column ops.archives.row_checksum is 'Checksum of its rows: see ops.checksum_statement.';
comment on column ops.archives.byte_count is 'Size of the file.';
comment on column ops.archives.file_sha256 is 'SHA-256 of the file, in hexadecimal digits.';
comment on column ops.archives.manifest is 'The content of the manifest.';
comment on column ops.archives.requested_at is 'When it was last put in line for the worker.';
comment on column ops.archives.exported_at is 'When the file was written.';
comment on column ops.archives.verified_at is 'When the rows of the file were compared with those of the partition.';
comment on column ops.archives.restored_at is 'When the partition was attached again from the file.';
comment on column ops.archives.error is 'Why the last attempt failed; null when it did not.';
comment on column ops.archives.restoring is 'Table that the running transaction restores into; null otherwise.';
comment on constraint archives_id_fkey on ops.archives is 'The partition in the ledger of retention.';
comment on constraint archives_status_check on ops.archives is 'status is planned, exported, verified, dropped or restored.';
comment on constraint archives_file_check on ops.archives is 'Whatever is exported has a file with all that is known of it.';
