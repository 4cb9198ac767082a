-- Position of a WAL file in the order in which segments are written, on any timeline; null for another name.
create or replace function ops.wal_segment_number(
    p_name text,
    p_segment_bytes bigint
)
returns bigint
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when p_name ~ '^[0-9A-F]{24}'
            then ('x' || substr(p_name, 9, 8))::bit(32)::bigint * (4294967296 / p_segment_bytes)
                + ('x' || substr(p_name, 17, 8))::bit(32)::bigint
    end;
$$;
comment on function ops.wal_segment_number(text, bigint) is 'Position of a WAL file in the order in which segments are written.';
grant execute on function ops.wal_segment_number(text, bigint) to asinmart_admin;
