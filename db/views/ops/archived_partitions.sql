create or replace view ops.archived_partitions as
select
    a.id, a.status, l.parent, l.partition_name, l.from_at, l.to_at, a.row_count, a.byte_count, a.path, a.requested_at,
    a.exported_at, a.verified_at, l.dropped_at, a.restored_at, a.error
from ops.archives as a
inner join ops.retention_log as l on l.id = a.id;
comment on view ops.archived_partitions is 'Partitions that were archived or are to be, one row per archive.';
comment on column ops.archived_partitions.id is 'Number of the archive, that of its partition in ops.retention_log.';
comment on column ops.archived_partitions.status is 'planned, exported, verified, dropped or restored; see ops.archives.';
comment on column ops.archived_partitions.parent is 'Table it was a partition of.';
comment on column ops.archived_partitions.partition_name is 'The partition.';
comment on column ops.archived_partitions.from_at is 'Lower bound; for days, midnight in UTC.';
comment on column ops.archived_partitions.to_at is 'Upper bound, exclusive.';
comment on column ops.archived_partitions.row_count is 'Rows when it was exported.';
comment on column ops.archived_partitions.byte_count is 'Size of the file.';
comment on column ops.archived_partitions.path is 'The Parquet file, under ASINMART_ARCHIVE_URL; its manifest ends in .json instead.';
comment on column ops.archived_partitions.requested_at is 'When it was last put in line for the worker.';
comment on column ops.archived_partitions.exported_at is 'When the file was written.';
comment on column ops.archived_partitions.verified_at is 'When the file was read back and compared with the partition.';
comment on column ops.archived_partitions.dropped_at is 'When the partition was dropped.';
comment on column ops.archived_partitions.restored_at is 'When it was attached again from the file.';
comment on column ops.archived_partitions.error is 'Why the last attempt failed; null when it did not.';
