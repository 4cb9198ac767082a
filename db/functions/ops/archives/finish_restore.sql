-- Compare the restored rows with those that were archived and, if the table is the partition, attach it under the rules
-- of ops.reattach_partition. Returns the number of rows.
-- Raises AM409 when no restore is under way, or another partition must come first; AM422 when the rows differ.
-- Definer: an admin owns nothing.
create or replace function ops.finish_restore(
    p_id bigint,
    p_now timestamptz default clock_timestamp()
)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_archive ops.archives;
    v_checksum numeric[];
    v_is_partition boolean;
begin
    select a.* into v_archive from ops.archives as a where a.id = p_id and a.restoring is not null for update;
    if not found then
        raise exception 'archive % is not being restored', p_id using errcode = 'AM409', hint = 'Call ops.start_restore before.';
    end if;
    v_checksum := ops.archive_checksum(v_archive.restoring::regclass, v_archive.columns);
    if v_checksum <> v_archive.row_checksum then
        raise exception 'the file % gives % rows which are not the % that were archived', v_archive.path, v_checksum[1], v_archive.row_count
            using errcode = 'AM422', hint = 'Take it from another copy of the archive.';
    end if;
    select l.partition_name = v_archive.restoring into strict v_is_partition from ops.retention_log as l where l.id = p_id;
    update ops.archives as a
    set restoring = null, status = case when v_is_partition then 'restored' else a.status end,
        restored_at = case when v_is_partition then p_now else a.restored_at end
    where a.id = p_id;
    if v_is_partition then
        update ops.retention_log as l set dropped_at = p_now where l.id = p_id and l.dropped_at is null;
        insert into ops.retention_log (
            parent, partition_name, relation_oid, bound, from_at, to_at, row_estimate, total_bytes, attempted_at, detached_at
        )
        select l.parent, l.partition_name, v_archive.restoring::regclass, l.bound, l.from_at, l.to_at, v_archive.row_count,
            pg_total_relation_size(v_archive.restoring::regclass), p_now, p_now
        from ops.retention_log as l
        where l.id = p_id;
        perform ops.reattach_partition(v_archive.restoring, p_now);
    end if;
    return v_archive.row_count;
end;
$$;
comment on function ops.finish_restore(bigint, timestamptz) is 'Compares restored rows with the archived ones, and attaches the partition.';
grant execute on function ops.finish_restore(bigint, timestamptz) to asinmart_admin;
