-- Raises AM409 when the name is taken, AM422 when the group is invalid.
create or replace function api.create_competitive_group(
    p_tenant_id uuid,
    p_body jsonb
)
returns table (body text, id bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_group core.competitive_groups;
    v_state text;
    v_message text;
    v_constraint text;
    v_column text;
begin
    perform api.act_as(p_tenant_id);
    v_group := jsonb_populate_record(null::core.competitive_groups, '{"marketplace": "US", "is_active": true, "analysis_frequency": "P1D"}'::jsonb || p_body);
    insert into core.competitive_groups (tenant_id, name, description, asin_main, marketplace, analysis_frequency, is_active)
    values (
        p_tenant_id, v_group.name, v_group.description, v_group.asin_main, v_group.marketplace, v_group.analysis_frequency,
        v_group.is_active
    )
    returning * into v_group;
    insert into core.competitive_group_members (group_id, tenant_id, asin)
    select distinct v_group.id, p_tenant_id, w.asin
    from jsonb_array_elements_text(coalesce(p_body -> 'members', '[]')) as w (asin);
    return query select json_build_object('data', api.competitive_group_item(v_group))::text, v_group.id;
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('a competitive group', v_state, v_message, v_constraint, v_column);
end;
$$;
comment on function api.create_competitive_group(uuid, jsonb) is 'Creates a competitive group of a tenant, with its members.';
grant execute on function api.create_competitive_group(uuid, jsonb) to asinmart_api;
