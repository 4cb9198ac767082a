-- The cells that the cells of p_nodes are computed from, numbered after p_count. A cell that stands among p_known, or earlier here,
-- refers to it (same_as) and is not followed again.
create or replace function ops.follow_inputs(
    p_nodes ops.explain_node[],
    p_known ops.explain_node[]
)
returns setof ops.explain_node
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    v_group record;
    v_input ops.lineage_input;
    v_is_tenant boolean := app.reads_as_tenant();
    v_tenants uuid[] := app.mart_tenants(false);
    v_parents integer[] := array[]::integer[];
    v_inputs text[] := array[]::text[];
    v_keys jsonb[] := array[]::jsonb[];
    v_rows jsonb[] := array[]::jsonb[];
    v_key jsonb;
    v_row jsonb;
    v_step integer;
    v_from date;
    v_to date;
begin
    for v_group in
        select n.relation, a.input_name, array_agg(distinct a.column_name) as columns,
            array_agg(distinct n.step_no) as steps
        from unnest(p_nodes) as n
        cross join lateral (
            select split_part(u.argument, '.', 1) as input_name, split_part(u.argument, '.', 2) as column_name
            from unnest(n.arguments) as u (argument)
        ) as a
        where n.same_as is null and n.operation <> 'read'
        group by n.relation, a.input_name
    loop
        if v_group.input_name = 'cell' then
            select v_parents || array_agg(n.step_no), v_inputs || array_agg('cell'::text), v_keys || array_agg(n.key),
                v_rows || array_agg(n.row_values)
            into v_parents, v_inputs, v_keys, v_rows
            from unnest(p_nodes) as n
            where n.step_no = any (v_group.steps);
            continue;
        end if;
        select i.relation, i.input_name, i.input_relation, i.condition, i.tail, i.bounds into strict v_input
        from ops.lineage_inputs as i
        where i.relation = v_group.relation and i.input_name = v_group.input_name;
        select min(left(v.value, 10)::date), max(left(v.value, 10)::date) into v_from, v_to
        from unnest(p_nodes) as n
        cross join lateral jsonb_each_text(n.row_values) as v (column_name, value)
        where n.step_no = any (v_group.steps) and v.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}($|T)'
            and v.column_name in ('date', 'as_of', 'previous_date', 'latest_date', 'observed_at', 'described_at');
        for v_step, v_key, v_row in
            execute ops.inputs_statement(v_input, v_group.columns, v_is_tenant)
            using v_group.steps,
                array(select n.row_values from unnest(p_nodes) as n where n.step_no = any (v_group.steps) order by n.step_no),
                v_tenants, v_from, v_to
        loop
            v_parents := v_parents || v_step;
            v_inputs := v_inputs || v_group.input_name;
            v_keys := v_keys || v_key;
            v_rows := v_rows || v_row;
        end loop;
    end loop;

    return query
    with children as (
        select
            n.step_no as parent_no, a.place::integer as ref_no, n.level + 1 as level,
            case when f.input_name = 'cell' then n.relation else i.input_relation end as relation, f.key,
            split_part(a.argument, '.', 2) as column_name, f.row_values, f.place,
            cardinality(p_known) + (row_number() over (order by n.step_no, a.place, f.place))::integer as step_no
        from unnest(p_nodes) as n
        cross join lateral unnest(n.arguments) with ordinality as a (argument, place)
        inner join unnest(v_parents, v_inputs, v_keys, v_rows) with ordinality as f (parent_no, input_name, key, row_values, place)
            on f.parent_no = n.step_no and f.input_name = split_part(a.argument, '.', 1)
        left join ops.lineage_inputs as i on i.relation = n.relation and i.input_name = f.input_name
        where n.same_as is null and n.operation <> 'read'
    ),
    kinds as materialized (
        select c.relation, c.column_name, l.operation, l.digits, l.arguments
        from (select distinct c.relation, c.column_name from children as c) as c
        left join ops.lineage as l on l.relation = c.relation and l.column_name = c.column_name
    ),
    numbered as (
        select c.*, coalesce(
            (
                select min(k.step_no) from unnest(p_known) as k
                where k.relation = c.relation and k.key = c.key and k.column_name = c.column_name
            ),
            nullif(min(c.step_no) over (partition by c.relation, c.key, c.column_name), c.step_no)
        ) as same_as
        from children as c
    )
    select f.*
    from numbered as c
    inner join kinds as l on l.relation = c.relation and l.column_name = c.column_name
    cross join lateral jsonb_populate_record(null::ops.explain_node, jsonb_build_object(
        'step_no', c.step_no, 'parent_no', c.parent_no, 'ref_no', c.ref_no, 'level', c.level, 'relation', c.relation, 'key', c.key,
        'column_name', c.column_name, 'value', c.row_values -> c.column_name, 'row_values', c.row_values, 'same_as', c.same_as,
        'operation', coalesce(l.operation, case when c.key ? c.column_name then 'key' else 'kept' end), 'digits', l.digits,
        'arguments', l.arguments
    )) as f
    order by c.step_no;
end;
$$;
comment on function ops.follow_inputs(ops.explain_node[], ops.explain_node[]) is 'The cells that cells are computed from.';
