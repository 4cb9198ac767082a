-- Definer: the caller writes no table.
create or replace function ops.note_archive_error(
    p_id bigint,
    p_error text
)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
    update ops.archives as a set error = left(p_error, 500) where a.id = p_id and a.status in ('planned', 'exported');
$$;
comment on function ops.note_archive_error(bigint, text) is 'Records why an attempt to archive a partition failed.';
grant execute on function ops.note_archive_error(bigint, text) to asinmart_worker, asinmart_admin;
