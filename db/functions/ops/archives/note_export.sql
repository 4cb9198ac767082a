-- The file is written. Raises AM409 unless ops.read_archive was called in the same transaction, whose lock on the row
-- lasts until then. Definer: the caller writes no table.
create or replace function ops.note_export(
    p_id bigint,
    p_path text,
    p_byte_count bigint,
    p_file_sha256 text,
    p_now timestamptz default clock_timestamp()
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update ops.archives as a
    set path = p_path, byte_count = p_byte_count, file_sha256 = p_file_sha256
    where a.id = p_id and a.status = 'planned' and a.xmin = pg_current_xact_id()::xid;
    if not found then
        raise exception 'archive % is not being exported by this transaction', p_id
            using errcode = 'AM409', hint = 'Call ops.start_archive and ops.read_archive before.';
    end if;
    update ops.archives as a
    set status = 'exported', exported_at = p_now, verified_at = null, error = null, manifest = ops.archive_manifest(p_id, p_now)
    where a.id = p_id;
end;
$$;
comment on function ops.note_export(bigint, text, bigint, text, timestamptz) is 'Records the file that a partition was written to.';
grant execute on function ops.note_export(bigint, text, bigint, text, timestamptz) to asinmart_worker, asinmart_admin;
