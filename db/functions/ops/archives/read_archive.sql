-- Open a cursor on the rows of a partition that waits to be exported, each value as text, and note what the file must
-- hold. The caller needs no right on any table and reads nothing but what is to be archived: the cursor keeps the rights
-- that it was opened with. Rows and checksum are of one snapshot if the caller's transaction is REPEATABLE READ.
-- Values become text while they are fetched, so the settings are those of the transaction, not of this function.
-- Raises AM409 for an archive that does not wait to be exported.
create or replace function ops.read_archive(p_id bigint)
returns table (rows_of refcursor, columns jsonb, row_count bigint, row_bytes bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_relation regclass;
    v_columns jsonb;
    v_checksum numeric[];
    v_rows refcursor;
begin
    select w.relation_oid into v_relation from ops.archive_work() as w where w.id = p_id and w.status = 'planned';
    if not found then
        raise exception 'archive % does not wait to be exported', p_id
            using errcode = 'AM409', hint = 'Look at it with asinmart archive list.';
    end if;
    execute format('lock table %s in share mode', v_relation);
    v_columns := ops.archive_columns(v_relation);
    v_checksum := ops.archive_checksum(v_relation, v_columns);
    update ops.archives as a set columns = v_columns, row_count = v_checksum[1]::bigint, row_checksum = v_checksum where a.id = p_id;
    perform set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true), set_config('intervalstyle', 'postgres', true),
        set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true);
    open v_rows for execute ops.archive_statement('read', v_relation, v_columns);
    return query select v_rows, v_columns, v_checksum[1]::bigint, pg_table_size(v_relation) / greatest(v_checksum[1]::bigint, 1);
end;
$$;
comment on function ops.read_archive(bigint) is 'Opens a cursor on the rows of a partition that is to be archived.';
grant execute on function ops.read_archive(bigint) to asinmart_worker, asinmart_admin;
