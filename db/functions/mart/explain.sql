-- Where a number comes from: the cells that it is computed from, theirs in turn, and at the ends the raw events with the place in the
-- JSON, the adapter and the run. Level 0 is the cell itself; parent_no leads from a step to the one that it is an input of. The row is
-- read with the rights of the caller: who cannot see it gets AM404. Raises AM422 for what cannot be explained, see
-- mart.explain_statement. Instants and days of the key are read as UTC.
create or replace function mart.explain(
    p_relation text,
    p_key jsonb,
    p_column text
)
returns table (
    level integer,
    step_no integer,
    parent_no integer,
    relation text,
    key jsonb,
    column_name text,
    value jsonb,
    how text,
    recomputed jsonb,
    is_equal boolean,
    definition text,
    source text,
    job_id text,
    raw_event_id bigint,
    item_no integer,
    element_no integer,
    adapter text,
    payload_path text,
    payload_value jsonb,
    data_version bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    v_relation text := regexp_replace(p_relation, '^mart\.', '');
    v_cell jsonb := jsonb_build_object('relation', v_relation, 'key', p_key, 'column', p_column);
    v_keys jsonb[];
    v_rows jsonb[];
begin
    begin
        execute mart.explain_statement(v_cell) into v_keys, v_rows
        using p_key, coalesce(p_key ->> 'date', p_key ->> 'as_of')::date, (p_key ->> 'observed_at')::timestamptz;
    exception when data_exception then
        raise exception 'the key of % has a value that its column cannot have: %', v_relation, sqlerrm
            using errcode = 'AM422', hint = 'Write days as 2026-08-31 and instants as 2026-08-31T08:05:00Z.';
    end;
    if v_keys is null then
        raise exception '% has no row with this key', v_relation
            using errcode = 'AM404', hint = 'Read the relation to see its keys.';
    elsif cardinality(v_keys) > 1 then
        raise exception 'the key finds more than one row of %', v_relation
            using errcode = 'AM422', hint = 'Add tenant_id to the key.';
    end if;
    return query
    select
        n.level, n.step_no, n.parent_no, n.relation, n.key, n.column_name, n.value, n.how, n.recomputed, n.is_equal, n.definition,
        n.source, n.job_id, n.raw_event_id, n.item_no, n.element_no, n.adapter, n.payload_path, n.payload_value, n.data_version
    from mart.explain_row('mart.' || v_relation, v_keys[1], v_rows[1], p_column) as n
    order by n.step_no;
end;
$$;
comment on function mart.explain(text, jsonb, text) is 'Any number of mart down to the JSON it came from: one row per cell on the way. select * from mart.explain(''product_daily'', ''{"asin": "B0DEMOMAIN", "marketplace": "US", "date": "2026-08-31"}'', ''price'');';
grant execute on function mart.explain(text, jsonb, text) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
