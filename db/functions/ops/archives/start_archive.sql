-- Begin a step of an archive and keep its row locked until the caller's transaction ends, so that one session at a time
-- works on it, and a killed one leaves nothing behind. Outcomes: export (write the file at path, which is new each time,
-- so no attempt and no copy of the database overwrites a file); verify (read it back); over; busy (another session has
-- it); held (this database belongs to another installation). Definer: the caller writes no table.
create or replace function ops.start_archive(
    p_id bigint,
    p_instance_id text
)
returns table (outcome text, detail text, partition_name text, path text, file_sha256 text, manifest text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_archive ops.archives;
    v_log ops.retention_log;
    v_fault text := ops.instance_fault(p_instance_id);
begin
    if v_fault is not null then
        outcome := 'held';
        detail := v_fault;
        return next;
        return;
    end if;
    begin
        select a.* into v_archive from ops.archives as a where a.id = p_id for update nowait;
    exception when lock_not_available then
        outcome := 'busy';
        detail := 'another session archives it';
        return next;
        return;
    end;
    select l.* into v_log from ops.retention_log as l where l.id = p_id;
    partition_name := v_log.partition_name;
    path := v_archive.path;
    file_sha256 := v_archive.file_sha256;
    manifest := v_archive.manifest;
    if coalesce(v_archive.status, 'gone') not in ('planned', 'exported') then
        outcome := 'over';
        detail := coalesce(v_archive.status, 'gone');
    elsif not exists (select from ops.archive_work() as w where w.id = p_id) then
        outcome := 'over';
        detail := 'the partition is gone or attached again';
    elsif v_archive.status = 'exported' then
        outcome := 'verify';
    else
        outcome := 'export';
        path := format(
            '%s/%s-%s-%s.parquet', v_log.parent, split_part(v_log.partition_name, '.', 2),
            to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDD"T"HH24MISS'), left(gen_random_uuid()::text, 8)
        );
    end if;
    return next;
end;
$$;
comment on function ops.start_archive(bigint, text) is 'Begins to export or verify an archive, or returns why not.';
grant execute on function ops.start_archive(bigint, text) to asinmart_worker, asinmart_admin;
