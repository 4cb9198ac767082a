-- Adds rows of a file to a checksum: p_rows are JSON arrays of texts, p_checksum is what was counted before. The texts
-- become values of the columns' types here, so the result equals that of the table only if the table would come back.
-- Definer: the caller reads no table.
create or replace function ops.checksum_rows(
    p_id bigint,
    p_rows text[],
    p_checksum numeric[] default '{0,0,0}'
)
returns numeric[]
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, MDY'
set intervalstyle = 'postgres'
set bytea_output = 'hex'
set extra_float_digits = 1
as $$
declare
    v_columns jsonb;
    v_checksum numeric[];
begin
    select a.columns into v_columns from ops.archives as a where a.id = p_id;
    execute ops.archive_statement('check', null::regclass, v_columns) into v_checksum using p_rows;
    return array[p_checksum[1] + v_checksum[1], p_checksum[2] + v_checksum[2], p_checksum[3] + v_checksum[3]];
end;
$$;
comment on function ops.checksum_rows(bigint, text[], numeric[]) is 'Adds rows of an archive''s file to a checksum.';
grant execute on function ops.checksum_rows(bigint, text[], numeric[]) to asinmart_worker, asinmart_admin;
