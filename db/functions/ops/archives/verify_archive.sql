-- Decide whether the file holds the partition: p_checksum is that of the rows read back from it, p_file_sha256 that of
-- its bytes, p_manifest the manifest read back. Returns null when all agree, else the reason; the partition is then
-- exported anew. Definer: the caller writes no table.
create or replace function ops.verify_archive(
    p_id bigint,
    p_checksum numeric[],
    p_file_sha256 text,
    p_manifest text,
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
    v_fault text;
begin
    select a.* into strict v_archive from ops.archives as a where a.id = p_id for update;
    v_fault := case
        when v_archive.status <> 'exported' then format('it is %s, not exported', v_archive.status)
        when v_archive.manifest is distinct from p_manifest then 'the manifest is not the one that was written'
        when v_archive.file_sha256 is distinct from p_file_sha256 then 'the file is not the one that was written'
        when v_archive.row_checksum is distinct from p_checksum
            then format('the file has %s rows which are not the %s of the partition', p_checksum[1], v_archive.row_count)
    end;
    update ops.archives as a
    set status = case when v_fault is null then 'verified' else 'planned' end, error = v_fault,
        verified_at = case when v_fault is null then p_now end
    where a.id = p_id and a.status = 'exported';
    return v_fault;
end;
$$;
comment on function ops.verify_archive(bigint, numeric[], text, text, timestamptz) is 'Compares what was read back from a file with the partition; returns why they differ.';
grant execute on function ops.verify_archive(bigint, numeric[], text, text, timestamptz) to asinmart_worker, asinmart_admin;
