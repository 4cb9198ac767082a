-- Claim one notification for sending. The claim is committed before anything is sent, so that a worker that dies leaves
-- the notification in status sending. Outcomes:
--   send     send it; the row has the message, the channel and the number of this attempt
--   early    not before due_at
--   busy     another worker has had it for less than p_claim_timeout: try again at due_at
--   over     nothing to do: sent, dead or cancelled (now or before), or no such notification
--   refused  this installation may not send from this database; detail gives the reason
-- Definer: the worker may read no table, and only the secret of the channel that it sends to.
create or replace function ops.claim_notification(
    p_id uuid,
    p_instance_id text,
    p_claim_timeout interval,
    p_now timestamptz default clock_timestamp()
)
returns table (
    outcome text, detail text, due_at timestamptz, attempt integer, channel_type text, target text, secret text, message jsonb
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_notification core.notifications;
    v_channel app.notification_channels;
    v_message jsonb;
    v_reason text := ops.instance_fault(p_instance_id);
begin
    if v_reason is not null then
        return query select 'refused', v_reason, null::timestamptz, 0, null::text, null::text, null::text, null::jsonb;
        return;
    end if;
    select n.* into v_notification from core.notifications as n where n.id = p_id for update;
    if not found or v_notification.status in ('sent', 'dead', 'cancelled') then
        return query select
            'over', coalesce(v_notification.status, 'gone'), null::timestamptz, v_notification.attempts, null::text, null::text, null::text,
            null::jsonb;
        return;
    end if;
    if v_notification.due_at > p_now then
        return query select
            'early', null::text, v_notification.due_at, v_notification.attempts, null::text, null::text, null::text, null::jsonb;
        return;
    end if;
    if v_notification.status = 'sending' and v_notification.claimed_at > p_now - p_claim_timeout then
        return query select
            'busy', null::text, v_notification.claimed_at + p_claim_timeout, v_notification.attempts, null::text, null::text, null::text,
            null::jsonb;
        return;
    end if;

    select c.* into v_channel from app.notification_channels as c where c.id = v_notification.channel_id;
    v_message := ops.notification_message(v_notification);
    v_reason := case
        when not v_channel.is_active then 'The channel is disabled.'
        when v_message is null then 'The alert was deleted or corrected by later data.'
    end;
    if v_reason is not null then
        update core.notifications as n set status = 'cancelled', error = v_reason where n.id = p_id;
        return query select
            'over', v_reason, null::timestamptz, v_notification.attempts, null::text, null::text, null::text, null::jsonb;
        return;
    end if;
    update core.notifications as n
    set status = 'sending', attempts = n.attempts + 1, claimed_at = p_now, error = null, response_status = null
    where n.id = p_id;
    return query select
        'send', null::text, v_notification.due_at, v_notification.attempts + 1, v_channel.channel_type, v_channel.target,
        v_channel.secret, v_message;
end;
$$;
comment on function ops.claim_notification(uuid, text, interval, timestamptz) is 'Claims a notification for sending, or returns why it must not be sent.';
grant execute on function ops.claim_notification(uuid, text, interval, timestamptz) to asinmart_worker;
