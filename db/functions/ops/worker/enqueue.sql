-- Enqueue tasks for the worker in the caller's transaction: they exist when it commits, and only then. p_tasks is an
-- array of {"task": name, "args": {}, "queue": "default", "lock": ..., "queueing_lock": ..., "scheduled_at": ...,
-- "priority": 0}; only task is required. Tasks with the same lock run one at a time, in order. A task is skipped when
-- another one with its queueing lock waits, also when two sessions enqueue it at once. Returns the number of new tasks.
-- One INSERT with ON CONFLICT instead of the library's function, which fails for all tasks when one of them waits
-- already.
-- Raises AM422 when p_tasks is not a list of tasks, AM503 when the queue is not installed. Definer: the caller may
-- enqueue without privileges on the queue.
create or replace function ops.enqueue(p_tasks jsonb)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_fault text;
    v_count integer;
begin
    if jsonb_typeof(p_tasks) is distinct from 'array' then
        raise exception 'tasks must be a list'
            using errcode = 'AM422', hint = 'Such as [{"task": "notify", "args": {"notification_id": "..."}}].';
    end if;
    select coalesce(
        case when jsonb_typeof(t.task) <> 'object' then t.task::text end,
        case when coalesce(t.task ->> 'task', '') = '' then t.task::text end,
        case when jsonb_typeof(t.task -> 'args') <> 'object' then t.task::text end,
        (
            select k.key from jsonb_object_keys(t.task) as k (key)
            where k.key not in ('task', 'args', 'queue', 'lock', 'queueing_lock', 'scheduled_at', 'priority')
            limit 1
        )
    ) into v_fault
    from jsonb_array_elements(p_tasks) as t (task)
    where jsonb_typeof(t.task) <> 'object'
        or coalesce(t.task ->> 'task', '') = ''
        or jsonb_typeof(t.task -> 'args') <> 'object'
        or t.task - array['task', 'args', 'queue', 'lock', 'queueing_lock', 'scheduled_at', 'priority'] <> '{}'
    limit 1;
    if found then
        raise exception 'this is not a task: %', left(v_fault, 200)
            using errcode = 'AM422', hint = 'A task has the keys task, args, queue, lock, queueing_lock, scheduled_at, priority.';
    end if;
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        raise exception 'the queue of the worker is not installed'
            using errcode = 'AM503', hint = 'Run deploy/migrate, or python -m worker.install_queue.';
    end if;

    insert into procrastinate.procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    select
        coalesce(t.task ->> 'queue', 'default'), t.task ->> 'task', coalesce((t.task ->> 'priority')::integer, 0),
        t.task ->> 'lock', t.task ->> 'queueing_lock', coalesce(t.task -> 'args', '{}'), (t.task ->> 'scheduled_at')::timestamptz
    from jsonb_array_elements(p_tasks) with ordinality as t (task, place)
    order by t.place
    on conflict (queueing_lock) where status = 'todo' do nothing;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function ops.enqueue(jsonb) is 'Enqueues tasks for the worker in the caller''s transaction; skips those whose queueing lock is already waiting.';
grant execute on function ops.enqueue(jsonb) to asinmart_admin;
