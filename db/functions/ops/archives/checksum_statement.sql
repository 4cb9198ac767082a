-- p_lines is a query with one text column "line": a row as text. The checksum does not depend on the order of the rows,
-- so it needs no sort and no collation, and the sums of batches can be added.
create or replace function ops.checksum_statement(p_lines text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        $sql$
            select array[
                count(*)::numeric,
                coalesce(sum(('x' || left(h.digest, 16))::bit(64)::bigint), 0),
                coalesce(sum(('x' || substr(h.digest, 17, 16))::bit(64)::bigint), 0)
            ]
            from (select encode(sha256(convert_to(s.line, 'UTF8')), 'hex') as digest from (%s) as s) as h
        $sql$,
        p_lines
    );
$$;
comment on function ops.checksum_statement(text) is 'A query for the checksum of rows: their number, and the sums of the first and the second eight bytes of the SHA-256 of each row as text, read as signed integers.';
