-- Makes a rule send to exactly these channels; null leaves its channels unchanged.
create or replace function api.set_rule_channels(
    p_tenant_id uuid,
    p_rule_id bigint,
    p_channel_ids jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_channel_ids is null then
        return;
    end if;
    delete from core.alert_rule_channels as c
    where c.rule_id = p_rule_id and not p_channel_ids @> to_jsonb(c.channel_id);
    insert into core.alert_rule_channels (tenant_id, rule_id, channel_id)
    select distinct p_tenant_id, p_rule_id, w.id::bigint
    from jsonb_array_elements_text(p_channel_ids) as w (id)
    on conflict (rule_id, channel_id) do nothing;
end;
$$;
comment on function api.set_rule_channels(uuid, bigint, jsonb) is 'Replaces the channels that an alert rule of a tenant sends to.';
grant execute on function api.set_rule_channels(uuid, bigint, jsonb) to asinmart_api;
