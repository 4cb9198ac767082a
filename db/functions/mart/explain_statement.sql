-- The statement that reads a cell's row from mart with the rights of the caller: $1 is its key as JSON. Only names of ops.lineage get
-- into it. Raises AM422, with what can be explained, for another relation, column or key; tenant_id may be left out where the session
-- sees one tenant.
create or replace function mart.explain_statement(
    p_relation text,
    p_key jsonb,
    p_column text
)
returns text
language plpgsql
stable
security definer  -- the caller may not read the lists of ops
set search_path = pg_catalog, pg_temp
as $$
declare
    v_relation text := 'mart.' || p_relation;
    v_key_columns text[];
    v_condition text;
begin
    select k.key_columns into v_key_columns from ops.lineage_keys as k where k.relation = v_relation;
    if v_key_columns is null then
        raise exception '% cannot be explained', coalesce(p_relation, 'nothing')
            using errcode = 'AM422', hint = format('These can: %s.', (
                select string_agg(substring(k.relation from 6), ', ' order by k.relation)
                from ops.lineage_keys as k
                where k.relation like 'mart.%'
            ));
    end if;
    if p_column is null or not (
        p_column = any (v_key_columns)
        or exists (select from ops.lineage as l where l.relation = v_relation and l.column_name = p_column)
    ) then
        raise exception '% has no column % that can be explained', p_relation, coalesce(p_column, 'null')
            using errcode = 'AM422', hint = format('These can: %s.', (
                select string_agg(l.column_name, ', ' order by l.column_name) from ops.lineage as l where l.relation = v_relation
            ));
    end if;
    if jsonb_typeof(p_key) is distinct from 'object'
        or exists (select from jsonb_each(p_key) as e where e.key <> all (v_key_columns) or jsonb_typeof(e.value) in ('null', 'array', 'object'))
        or exists (select from unnest(v_key_columns) as k (name) where k.name <> 'tenant_id' and not p_key ? k.name)
    then
        raise exception 'the key does not say which row of % is meant', p_relation
            using errcode = 'AM422', hint = format('Give a JSON object with %s.', array_to_string(v_key_columns, ', '));
    end if;
    select string_agg(format('t.%1$I = ($1 ->> %1$L)::%2$s', a.attname, format_type(a.atttypid, null)), ' and ')
    into v_condition
    from pg_catalog.pg_attribute as a
    where a.attrelid = v_relation::regclass and a.attnum > 0 and p_key ? a.attname;
    return format(
        'select %s, %s from %s as t where %s', ops.row_text(v_relation, v_key_columns, 't'),
        ops.row_text(v_relation, ops.explained_columns(v_relation, array[p_column]), 't'), v_relation, v_condition
    );
end;
$$;
comment on function mart.explain_statement(text, jsonb, text) is 'Statement text that reads the row of a cell, after checks of relation, key and column.';
grant execute on function mart.explain_statement(text, jsonb, text) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
