-- Builds the task that sends a notification, in the form that ops.enqueue takes.
create or replace function ops.notify_task(
    p_notification_id uuid,
    p_due_at timestamptz
)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'task', 'notify', 'queue', 'notify', 'args', jsonb_build_object('notification_id', p_notification_id),
        'queueing_lock', 'notify:' || p_notification_id, 'scheduled_at', p_due_at
    );
$$;
comment on function ops.notify_task(uuid, timestamptz) is 'The task that sends a notification, for ops.enqueue.';
