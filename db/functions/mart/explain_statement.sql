-- The statement that reads the row of a cell ({"relation", "key", "column"}) from mart with the rights of the caller: arrays of keys and
-- rows, two at most. $1 is the key as JSON, $2 its day and $3 its instant: values with types keep other partitions out of the plan. Only
-- names of ops.lineage get into the text. Raises AM422, with what can be explained, for another relation, column or key; tenant_id may be
-- left out where the session sees one tenant.
create or replace function mart.explain_statement(
    p_cell jsonb
)
returns text
language plpgsql
stable
security definer  -- the caller may not read the lists of ops
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name constant text := coalesce(p_cell ->> 'relation', 'nothing');
    v_relation constant text := 'mart.' || v_name;
    v_key constant jsonb := p_cell -> 'key';
    v_column constant text := coalesce(p_cell ->> 'column', 'null');
    v_key_columns text[];
    v_condition text;
begin
    select k.key_columns into v_key_columns from ops.lineage_keys as k where k.relation = v_relation;
    if v_key_columns is null then
        raise exception '% cannot be explained', v_name
            using errcode = 'AM422', hint = format('These can: %s.', (
                select string_agg(substring(k.relation from 6), ', ' order by k.relation)
                from ops.lineage_keys as k
                where k.relation like 'mart.%'
            ));
    end if;
    if not (
        v_column = any (v_key_columns)
        or exists (select from ops.lineage as l where l.relation = v_relation and l.column_name = v_column)
    ) then
        raise exception '% has no column % that can be explained', v_name, v_column
            using errcode = 'AM422', hint = format('These can: %s.', (
                select string_agg(l.column_name, ', ' order by l.column_name) from ops.lineage as l where l.relation = v_relation
            ));
    end if;
    if jsonb_typeof(v_key) is distinct from 'object'
        or exists (select from jsonb_each(v_key) as e where e.key <> all (v_key_columns) or jsonb_typeof(e.value) in ('null', 'array', 'object'))
        or exists (select from unnest(v_key_columns) as k (name) where k.name <> 'tenant_id' and not v_key ? k.name)
    then
        raise exception 'the key does not say which row of % is meant', v_name
            using errcode = 'AM422', hint = format('Give a JSON object with %s.', array_to_string(v_key_columns, ', '));
    end if;
    select string_agg(
        case a.atttypid
            when 'date'::regtype then format('t.%1$I = $2', a.attname)
            when 'timestamptz'::regtype then format('t.%1$I = $3', a.attname)
            else format('t.%1$I = ($1 ->> %1$L)::%2$s', a.attname, format_type(a.atttypid, null))
        end, ' and '
    )
    into v_condition
    from pg_catalog.pg_attribute as a
    where a.attrelid = v_relation::regclass and a.attnum > 0 and v_key ? a.attname;
    return format(
        'select array_agg(r.k), array_agg(r.v) from (select %s, %s from %s as t where %s limit 2) as r (k, v)', ops.row_text(v_relation, v_key_columns, 't'),
        ops.row_text(v_relation, ops.explained_columns(v_relation, array[v_column]), 't'), v_relation, v_condition
    );
end;
$$;
comment on function mart.explain_statement(jsonb) is 'Statement text that reads the row of a cell, after checks of relation, key and column.';
grant execute on function mart.explain_statement(jsonb) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
