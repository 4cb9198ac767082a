-- Approves, rejects or applies an action. The state that it has already is no change. Raises AM404 when the tenant does not have the
-- action, AM409 when its status cannot become this one, AM412 when p_if_match does not contain its ETag, AM422 for a time that cannot be.
create or replace function api.update_recommendation_action(
    p_tenant_id uuid,
    p_id bigint,
    p_body jsonb,
    p_if_match text[] default null,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_action core.recommendation_actions;
    v_status text := p_body ->> 'status';
    v_applied_at timestamptz := (p_body ->> 'applied_at')::timestamptz;
begin
    perform api.act_as(p_tenant_id);
    select a.* into v_action from core.recommendation_actions as a where a.id = p_id for no key update;
    if not found then
        raise exception 'there is no action %', p_id using errcode = 'AM404', hint = 'Read the recommendation to see the ids of its actions.';
    end if;
    perform api.check_match('the action', json_build_object('data', api.recommendation_action_item(v_action))::text, p_if_match);
    if v_status is null or v_status not in ('approved', 'applied', 'rejected') then
        raise exception 'an action cannot be set to %', coalesce(v_status, 'no status')
            using errcode = 'AM422', hint = 'status is approved, applied or rejected.';
    elsif v_applied_at is not null and v_status <> 'applied' then
        raise exception 'an action that is % has no applied_at', v_status
            using errcode = 'AM422', hint = 'Send applied_at with the status applied only.';
    elsif v_applied_at > p_now or v_applied_at < v_action.proposed_at then
        raise exception 'action % cannot have been applied at %', p_id, v_applied_at
            using errcode = 'AM422', hint = 'applied_at lies between the proposal and now.';
    end if;
    if v_action.status <> v_status or v_applied_at <> v_action.applied_at then
        update core.recommendation_actions as a
        set status = v_status, decided_at = p_now, applied_at = case v_status when 'applied' then coalesce(v_applied_at, p_now) end
        where a.id = p_id
        returning a.* into v_action;
    end if;
    return json_build_object('data', api.recommendation_action_item(v_action))::text;
end;
$$;
comment on function api.update_recommendation_action(uuid, bigint, jsonb, text[], timestamptz) is 'Approves, rejects or applies an action of a tenant.';
grant execute on function api.update_recommendation_action(uuid, bigint, jsonb, text[], timestamptz) to asinmart_api;
