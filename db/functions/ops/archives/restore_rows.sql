-- Write rows of the file into the table that ops.start_restore made in this transaction. Definer: an admin writes no table.
create or replace function ops.restore_rows(
    p_id bigint,
    p_rows text[]
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, MDY'
set intervalstyle = 'postgres'
as $$
declare
    v_archive ops.archives;
begin
    select a.* into v_archive from ops.archives as a where a.id = p_id and a.restoring is not null;
    if not found then
        raise exception 'archive % is not being restored', p_id using errcode = 'AM409', hint = 'Call ops.start_restore before.';
    end if;
    execute ops.archive_statement('restore', v_archive.restoring::regclass, v_archive.columns) using p_rows;
end;
$$;
comment on function ops.restore_rows(bigint, text[]) is 'Writes rows of an archive''s file into the table that is being restored.';
grant execute on function ops.restore_rows(bigint, text[]) to asinmart_admin;
