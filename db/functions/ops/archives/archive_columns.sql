-- Columns of a table in their order, and the type each gets in the file. What that type cannot keep exactly is stored as
-- text: numbers without a fixed precision, JSON, and a column that holds a day before year 1 or after 9999, infinity or NaN.
create or replace function ops.archive_columns(p_relation regclass)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    v_columns jsonb;
    v_odd text[];
begin
    select jsonb_agg(
        jsonb_build_object(
            'name', c.name, 'type', c.type,
            'stored_as', case
                when c.size[1]::integer <= 38 and c.size[2]::integer <= c.size[1]::integer
                    then format('decimal(%s,%s)', c.size[1], c.size[2])
                else coalesce(k.stored_as, 'string')
            end
        ) order by c.place
    ) into v_columns
    from (
        select a.attnum as place, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
            regexp_match(format_type(a.atttypid, a.atttypmod), '^numeric\((\d+),(\d+)\)$') as size
        from pg_catalog.pg_attribute as a
        where a.attrelid = p_relation and a.attnum > 0 and not a.attisdropped
    ) as c
    left join (
        values
            ('boolean', 'bool'), ('smallint', 'int16'), ('integer', 'int32'), ('bigint', 'int64'), ('real', 'float32'),
            ('double precision', 'float64'), ('date', 'date32'), ('timestamp with time zone', 'timestamp'), ('bytea', 'binary')
    ) as k (type, stored_as) on k.type = c.type;

    execute ops.archive_statement('odd', p_relation, v_columns) into v_odd;
    return (
        select jsonb_agg(
            case when c.spec ->> 'name' = any (v_odd) then c.spec || '{"stored_as": "string"}' else c.spec end order by c.place
        )
        from jsonb_array_elements(v_columns) with ordinality as c (spec, place)
    );
end;
$$;
comment on function ops.archive_columns(regclass) is 'Columns of a table with their types, and the types they are archived as.';
