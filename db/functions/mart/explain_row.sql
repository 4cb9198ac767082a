-- Follows a cell of a row to the raw events, see mart.explain. The rows below it are read with the rights of the owner, for raw events
-- and snapshots are not for readers; ops.inputs_statement lets through what the session may see of products, pairs and tenants, so a
-- row that a caller makes up shows nothing more. Raises AM422 for a relation outside mart: its rows would name raw events;
-- AM404 for a row of a tenant that the session does not see.
create or replace function mart.explain_row(
    p_relation text,
    p_key jsonb,
    p_row jsonb,
    p_column text
)
returns setof ops.explain_node
language plpgsql
stable
security definer  -- the caller may not read snapshots and payloads
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    v_nodes ops.explain_node[];
    v_level ops.explain_node[];
    v_leaves ops.explain_node[];
    v_node ops.explain_node;
begin
    if p_relation not like 'mart.%' then
        raise exception 'a cell of % is not one of mart', p_relation
            using errcode = 'AM422', hint = 'Ask mart.explain, which says what can be explained.';
    end if;
    -- Members of a group are found by its tenant.
    if p_row ? 'tenant_id' and (p_row ->> 'tenant_id')::uuid <> all (app.mart_tenants(false)) then
        raise exception 'the session does not see rows of this tenant'
            using errcode = 'AM404', hint = 'Leave the tenant out of the key.';
    end if;
    v_node.step_no := 1;
    v_node.level := 0;
    v_node.relation := p_relation;
    v_node.key := p_key;
    v_node.column_name := p_column;
    v_node.value := p_row -> p_column;
    v_node.row_values := p_row;
    select l.operation, l.digits, l.arguments into v_node.operation, v_node.digits, v_node.arguments
    from ops.lineage as l
    where l.relation = p_relation and l.column_name = p_column;
    v_node.operation := coalesce(v_node.operation, 'key');
    v_level := array[v_node];
    v_nodes := v_level;
    loop
        v_level := array(select f from ops.follow_inputs(v_level, v_nodes) as f);
        exit when cardinality(v_level) = 0;
        v_nodes := v_nodes || v_level;
    end loop;

    v_level := array(select n from unnest(v_nodes) as n where n.operation = 'read' and n.same_as is null);
    v_leaves := array(select f from ops.read_payloads(v_level) as f);
    -- Values that their own item does not state: other items of the run, or of the product, do.
    v_level := array(
        select n
        from unnest(v_level) as n
        inner join unnest(v_leaves) as f on f.parent_no = n.step_no
        where f.adapter is not null and nullif(n.value, 'null') is not null and f.value is distinct from n.value
    );
    if cardinality(v_level) > 0 then
        v_level := array(
            select f from ops.read_payloads(v_level, true) as f
            inner join unnest(v_nodes) as n on n.step_no = f.parent_no and n.value = f.value
        );
        v_leaves := array(
            select f from unnest(v_leaves) as f where not exists (select from unnest(v_level) as o where o.parent_no = f.parent_no)
        ) || v_level;
    end if;
    v_nodes := v_nodes || array(
        select jsonb_populate_record(u.leaf, jsonb_build_object('step_no', cardinality(v_nodes) + u.place, 'level', n.level + 1))
        from (
            select f as leaf, f.parent_no, row_number() over (order by f.parent_no, f.payload_path) as place from unnest(v_leaves) as f
        ) as u
        inner join unnest(v_nodes) as n on n.step_no = u.parent_no
    );
    return query select r.* from ops.recompute_nodes(v_nodes) as r;
end;
$$;
comment on function mart.explain_row(text, jsonb, jsonb, text) is 'Follows a cell of a given row of mart to the raw events; mart.explain finds the row.';
grant execute on function mart.explain_row(text, jsonb, jsonb, text) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
