create type ops.explain_node as (
    step_no integer,
    parent_no integer,
    ref_no integer,
    level integer,
    relation text,
    key jsonb,
    column_name text,
    value jsonb,
    row_values jsonb,
    operation text,
    digits integer,
    arguments text[],
    how text,
    recomputed jsonb,
    is_equal boolean,
    same_as integer,
    source text,
    job_id text,
    raw_event_id bigint,
    item_no integer,
    element_no integer,
    adapter text,
    payload_path text,
    payload_value jsonb,
    definition text,
    data_version bigint
);
create type ops.lineage_input as (
    relation text,
    input_name text,
    input_relation text,
    condition text,
    tail text,
    bounds text
);
comment on type ops.lineage_input is 'A row of ops.lineage_inputs.';
comment on type ops.explain_node is 'One cell on the way from a cell of mart to the JSON it came from, while mart.explain_row follows it.';
