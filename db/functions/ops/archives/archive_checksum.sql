-- p_columns as ops.archive_columns gives it: a table that has more columns today is compared by the archived ones.
create or replace function ops.archive_checksum(
    p_relation regclass,
    p_columns jsonb
)
returns numeric[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, MDY'
set intervalstyle = 'postgres'
set bytea_output = 'hex'
set extra_float_digits = 1
as $$
declare
    v_checksum numeric[];
begin
    execute ops.archive_statement('checksum', p_relation, p_columns) into v_checksum;
    return v_checksum;
end;
$$;
comment on function ops.archive_checksum(regclass, jsonb) is 'Checksum of the rows of a table; see ops.checksum_statement.';
