-- Changes only the fields in the body. Raises AM404 when the tenant does not have the group, AM412 when p_if_match does
-- not contain its ETag, AM409 when the name is taken, AM422 when the group is invalid.
create or replace function api.update_competitive_group(
    p_tenant_id uuid,
    p_id bigint,
    p_body jsonb,
    p_if_match text[] default null
)
returns text
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
    select g.* into v_group from core.competitive_groups as g where g.id = p_id for update;
    if not found then
        raise exception 'there is no competitive group %', p_id
            using errcode = 'AM404', hint = 'List the competitive groups to see their ids.';
    end if;
    perform api.check_match('the competitive group', json_build_object('data', api.competitive_group_item(v_group))::text, p_if_match);
    v_group := jsonb_populate_record(v_group, p_body);
    update core.competitive_groups as g
    set name = v_group.name, description = v_group.description, asin_main = v_group.asin_main, marketplace = v_group.marketplace,
        analysis_frequency = v_group.analysis_frequency, is_active = v_group.is_active
    where g.id = p_id
    returning g.* into v_group;
    return json_build_object('data', api.competitive_group_item(v_group))::text;
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('a competitive group', v_state, v_message, v_constraint, v_column);
        return null;  -- not reached
end;
$$;
comment on function api.update_competitive_group(uuid, bigint, jsonb, text[]) is 'Changes fields of a competitive group of a tenant.';
grant execute on function api.update_competitive_group(uuid, bigint, jsonb, text[]) to asinmart_api;
