-- Where a number comes from, as JSON: the cell and the steps of mart.explain, for what the tenant may see. Raises AM404 and AM422 as
-- that function does.
create or replace function api.explain(
    p_tenant_id uuid,
    p_relation text,
    p_key jsonb,
    p_column text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
begin
    perform api.act_as(p_tenant_id);
    return (
        select json_build_object(
            'data', json_build_object(
                'relation', substring(min(e.relation) filter (where e.level = 0) from 6),
                'key', (array_agg(e.key order by e.step_no))[1],
                'column', (array_agg(e.column_name order by e.step_no))[1],
                'value', (array_agg(e.value order by e.step_no))[1],
                'definition', (array_agg(e.definition order by e.step_no))[1],
                'steps', json_agg(json_build_object(
                    'level', e.level, 'step_no', e.step_no, 'parent_no', e.parent_no, 'relation', e.relation, 'key', e.key,
                    'column', e.column_name, 'value', e.value, 'how', e.how, 'recomputed', e.recomputed, 'is_equal', e.is_equal,
                    'definition', e.definition, 'source', e.source, 'job_id', e.job_id, 'raw_event_id', e.raw_event_id,
                    'item_no', e.item_no, 'element_no', e.element_no, 'adapter', e.adapter, 'payload_path', e.payload_path,
                    'payload_value', e.payload_value, 'data_version', e.data_version
                ) order by e.step_no)
            )
        )::text
        from mart.explain(p_relation, p_key, p_column) as e
    );
end;
$$;
comment on function api.explain(uuid, text, jsonb, text) is 'Where a number of mart comes from, down to the JSON that it was read from.';
grant execute on function api.explain(uuid, text, jsonb, text) to asinmart_api;
