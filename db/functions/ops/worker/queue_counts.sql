-- Open work by kind and status: tasks of the worker that wait, run or were given up, and messages that are not sent, whichever tenant's.
-- oldest_at: when the oldest of them was due; of tasks without a time, when it was enqueued. No tasks where the queue is not installed.
create or replace function ops.queue_counts()
returns table (kind text, name text, queue text, status text, item_count bigint, oldest_at timestamptz)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if to_regclass('procrastinate.procrastinate_jobs') is not null then
        return query
        select
            'task', j.task_name::text, j.queue_name::text, j.status::text, count(*), min(coalesce(j.scheduled_at, e.enqueued_at))
        from procrastinate.procrastinate_jobs as j
        left join lateral (
            select min(v.at) as enqueued_at from procrastinate.procrastinate_events as v where v.job_id = j.id and j.scheduled_at is null
        ) as e on true
        where j.status in ('todo', 'doing', 'failed')
        group by j.task_name, j.queue_name, j.status;
    end if;
    return query
    select 'notification', n.kind, c.channel_type, n.status, count(*), min(n.due_at)
    from core.notifications as n
    inner join app.notification_channels as c on c.id = n.channel_id
    where n.status in ('pending', 'sending', 'failed', 'dead')
    group by n.kind, c.channel_type, n.status;
end;
$$;
comment on function ops.queue_counts() is 'Open tasks of the worker and messages that are not sent, by kind and status.';
