-- Returns why a detached partition must not be dropped yet; null when it may be. Its rows are compared once more, and it
-- stays locked against changes until the transaction ends: what was changed after the export is archived anew.
create or replace function ops.archive_fault(
    p_parent text,
    p_relation regclass
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_archive ops.archives;
begin
    if not exists (select from ops.partition_policies as p where p.parent = p_parent and p.is_archived) then
        return null;
    end if;
    execute format('lock table %s in share mode', p_relation);
    select a.* into v_archive
    from ops.archives as a
    inner join ops.retention_log as l on l.id = a.id and l.dropped_at is null and l.reattached_at is null
    where l.relation_oid = p_relation;
    if not found or v_archive.status <> 'verified' then
        return 'it is not archived yet';
    end if;
    if ops.archive_columns(p_relation) = v_archive.columns
        and ops.archive_checksum(p_relation, v_archive.columns) = v_archive.row_checksum
    then
        return null;
    end if;
    update ops.archives as a set status = 'planned', error = 'the partition was changed after its export' where a.id = v_archive.id;
    return 'it was changed after its export and is archived anew';
end;
$$;
comment on function ops.archive_fault(text, regclass) is 'Reason why a detached partition must not be dropped yet; null when it may be.';
