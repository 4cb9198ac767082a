-- Enqueue overdue messages that have no task: the queue was not installed, or was restored or emptied. A message with
-- 20 attempts is left out: the reason that ended its task, such as a crash of the worker, would repeat.
-- Definer: the worker calls this. Returns the number of messages.
create or replace function ops.requeue_notifications(p_now timestamptz default now())
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tasks jsonb;
begin
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        return 0;
    end if;
    with lost as (
        select n.id, n.due_at
        from core.notifications as n
        where n.status in ('pending', 'sending', 'failed') and n.due_at < p_now - interval '10 minutes' and n.attempts < 20
            and not exists (
                select from procrastinate.procrastinate_jobs as j
                where j.status in ('todo', 'doing') and j.queueing_lock = 'notify:' || n.id
            )
        order by n.due_at
        limit 1000
    )
    select jsonb_agg(ops.notify_task(l.id, l.due_at) order by l.due_at) into v_tasks from lost as l;
    return case when v_tasks is null then 0 else ops.enqueue(v_tasks) end;
end;
$$;
comment on function ops.requeue_notifications(timestamptz) is 'Enqueues overdue messages that have no task.';
grant execute on function ops.requeue_notifications(timestamptz) to asinmart_worker;
