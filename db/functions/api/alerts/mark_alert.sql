-- p_mark is read, acknowledge or resolve; the latter two also mark the alert as read. Marking twice changes nothing.
-- Raises AM404 when the tenant does not have the alert, AM422 for another mark.
create or replace function api.mark_alert(
    p_tenant_id uuid,
    p_id bigint,
    p_mark text,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    if p_mark is null or p_mark not in ('read', 'acknowledge', 'resolve') then
        raise exception 'there is no mark %', p_mark using errcode = 'AM422', hint = 'Mark it as read, acknowledge or resolve.';
    end if;
    update core.alerts as a
    set is_read = true,
        acknowledged = a.acknowledged or p_mark = 'acknowledge',
        is_resolved = a.is_resolved or p_mark = 'resolve',
        resolved_at = coalesce(a.resolved_at, case p_mark when 'resolve' then p_now end)
    where a.id = p_id
    returning json_build_object('data', api.alert_item(a))::text into v_body;
    if not found then
        raise exception 'there is no alert %', p_id using errcode = 'AM404', hint = 'List the alerts to see their ids.';
    end if;
    return v_body;
end;
$$;
comment on function api.mark_alert(uuid, bigint, text, timestamptz) is 'Marks an alert of a tenant as read, acknowledged or resolved.';
grant execute on function api.mark_alert(uuid, bigint, text, timestamptz) to asinmart_api;
