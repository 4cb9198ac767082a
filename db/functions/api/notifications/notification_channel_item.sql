-- Only the host of a Slack address is shown: the full address would let a reader post to the channel.
create or replace function api.notification_channel_item(
    p_id bigint,
    p_name text,
    p_channel_type text,
    p_target text,
    p_is_active boolean,
    p_disabled_at timestamptz,
    p_disabled_reason text,
    p_created_at timestamptz
)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'id', p_id, 'name', p_name, 'channel_type', p_channel_type,
        'target', case p_channel_type when 'slack' then substring(p_target from '^https://[^/?#]+') || '/...' else p_target end,
        'is_active', p_is_active, 'disabled_at', p_disabled_at, 'disabled_reason', p_disabled_reason, 'created_at', p_created_at
    );
$$;
comment on function api.notification_channel_item(bigint, text, text, text, boolean, timestamptz, text, timestamptz)
    is 'A notification channel as the REST API shows it: without its secret.';
grant execute on function api.notification_channel_item(bigint, text, text, text, boolean, timestamptz, text, timestamptz) to asinmart_api;
