-- Begin to restore an archive in the caller's transaction: refuse what cannot become the partition, and make an empty
-- table. Without p_as it is the partition, which ops.finish_restore attaches; with it a plain table in schema partitions,
-- with the columns of the file, that nothing else knows. p_file_sha256 and p_manifest are those of the files as found.
-- Raises AM404 without such an archive, AM409 when something is in the way, AM422 when a file was changed.
-- Definer: an admin owns nothing.
create or replace function ops.start_restore(
    p_id bigint,
    p_file_sha256 text,
    p_manifest text,
    p_as text default null,
    p_now timestamptz default clock_timestamp()
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_archive ops.archives;
    v_log ops.retention_log;
    v_reason text;
    v_table text;
begin
    select a.* into v_archive from ops.archives as a where a.id = p_id and a.status <> 'planned' for update;
    if not found then
        raise exception 'archive % has no file', p_id using errcode = 'AM404', hint = 'See asinmart archive list.';
    end if;
    select l.* into strict v_log from ops.retention_log as l where l.id = p_id;
    if p_manifest is distinct from v_archive.manifest then
        raise exception 'the manifest of % is not the one that was written', v_archive.path
            using errcode = 'AM422', hint = 'Take it from another copy of the archive; ops.archives.manifest has its text.';
    end if;
    if p_file_sha256 is distinct from v_archive.file_sha256 then
        raise exception 'the file % was changed: its SHA-256 is %, it was %', v_archive.path, p_file_sha256, v_archive.file_sha256
            using errcode = 'AM422', hint = 'Take it from another copy of the archive.';
    end if;
    if p_as is null then
        v_reason := ops.restore_refusal(p_id, p_now);
        v_table := v_log.partition_name;
    elsif p_as !~ '^[a-z][a-z0-9_]{0,62}$' then
        raise exception '% cannot be the name of a table', quote_literal(p_as)
            using errcode = 'AM422', hint = 'Use small letters, digits and underscores; the table is made in schema partitions.';
    else
        v_table := format('partitions.%I', p_as);
        v_reason := case when to_regclass(v_table) is not null then format('there is a table %s already', v_table) end;
    end if;
    if v_reason is not null then
        raise exception '%', v_reason using errcode = 'AM409', hint = 'See docs/operations/retention.md, "Archive".';
    end if;

    execute format(
        'create table %s (%s)', v_table,
        case
            when p_as is null then format(
                'like %s including defaults including constraints including generated including indexes including storage', v_log.parent
            )
            else (
                select string_agg(format('%I %s', c.spec ->> 'name', c.spec ->> 'type'), ', ' order by c.place)
                from jsonb_array_elements(v_archive.columns) with ordinality as c (spec, place)
            )
        end
    );
    execute format('comment on table %s is %L', v_table, format('Restored from %s.', v_archive.path));
    update ops.archives as a set restoring = v_table where a.id = p_id;
    return v_table;
end;
$$;
comment on function ops.start_restore(bigint, text, text, text, timestamptz) is 'Makes an empty table for the rows of an archive, or refuses.';
grant execute on function ops.start_restore(bigint, text, text, text, timestamptz) to asinmart_admin;
