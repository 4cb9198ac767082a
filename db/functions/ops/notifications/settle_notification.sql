-- Record the result of an attempt: p_status is sent, failed (p_due_at says when to try again) or dead. sent counts from
-- any worker; a failure counts only from the worker that holds the message now. p_disable_reason disables the channel.
-- Definer: the worker writes no table.
create or replace function ops.settle_notification(
    p_id uuid,
    p_attempt integer,
    p_status text,
    p_response_status integer default null,
    p_error text default null,
    p_due_at timestamptz default null,
    p_disable_reason text default null,
    p_now timestamptz default clock_timestamp()
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_channel_id bigint;
begin
    update core.notifications as n
    set status = p_status, response_status = p_response_status, error = left(p_error, 500),
        sent_at = case when p_status = 'sent' then p_now end,
        due_at = coalesce(p_due_at, n.due_at)
    where n.id = p_id and n.status <> 'sent' and (p_status = 'sent' or (n.status = 'sending' and n.attempts = p_attempt))
    returning n.channel_id into v_channel_id;
    if p_disable_reason is not null and v_channel_id is not null then
        update app.notification_channels as c
        set is_active = false, disabled_at = p_now, disabled_reason = p_disable_reason
        where c.id = v_channel_id and c.is_active;
    end if;
end;
$$;
comment on function ops.settle_notification(uuid, integer, text, integer, text, timestamptz, text, timestamptz) is 'Records the result of an attempt to send a notification.';
grant execute on function ops.settle_notification(uuid, integer, text, integer, text, timestamptz, text, timestamptz) to asinmart_worker;
