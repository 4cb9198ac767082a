create or replace view ops.archiver as
select
    s.mode,
    s.timeout,
    s.is_standby,
    a.last_archived_wal as archived_wal,
    a.last_archived_time as archived_at,
    case when a.last_failed_time > coalesce(a.last_archived_time, '-infinity') then a.last_failed_wal end as failing_wal,
    a.failed_count,
    ops.wal_segment_number(pg_walfile_name(case when not s.is_standby then pg_current_wal_lsn() end), s.segment_bytes)
        - ops.wal_segment_number(a.last_archived_wal, s.segment_bytes) - 1 as waiting_segments,
    greatest(a.stats_reset, pg_postmaster_start_time()) as begun_at
from pg_stat_archiver as a
cross join (
    select
        current_setting('archive_mode') as mode,
        current_setting('archive_timeout')::interval as timeout,
        pg_is_in_recovery() as is_standby,
        pg_size_bytes(current_setting('wal_segment_size')) as segment_bytes
) as s;
comment on view ops.archiver is 'How far the archive of WAL has come, from which a restore to any moment reads.';
comment on column ops.archiver.mode is 'archive_mode of the server: off, on or always.';
comment on column ops.archiver.timeout is 'archive_timeout: a segment with changes waits no longer before it is archived half full; 0: as long as it takes to fill.';
comment on column ops.archiver.is_standby is 'True: the server follows another one, whose archive is meant.';
comment on column ops.archiver.archived_wal is 'Last file that was archived; null: none since the statistics began.';
comment on column ops.archiver.archived_at is 'When it was.';
comment on column ops.archiver.failing_wal is 'File that could not be archived at the last try; null: the last try succeeded.';
comment on column ops.archiver.failed_count is 'Failed tries since the statistics began.';
comment on column ops.archiver.waiting_segments is 'Full segments that are not archived; null: not known.';
comment on column ops.archiver.begun_at is 'When the statistics began, or the server started.';
