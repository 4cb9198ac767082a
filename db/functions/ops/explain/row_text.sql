-- SQL of a jsonb object with these columns of the row p_alias; columns that the relation does not have are left out.
create or replace function ops.row_text(
    p_relation text,
    p_columns text[],
    p_alias text
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select format('jsonb_build_object(%s)', string_agg(format('%L, %s.%I', a.attname, p_alias, a.attname), ', ' order by a.attnum))
        from pg_catalog.pg_attribute as a
        where a.attrelid = p_relation::regclass and a.attnum > 0 and not a.attisdropped and a.attname = any (p_columns)
    );
end;
$$;
comment on function ops.row_text(text, text[], text) is 'SQL of a JSON object with some columns of a row.';
