-- The rows of the view ops.task_executions. A function, so that the view does not depend on a library's tables, which
-- an upgrade of the library may alter; empty when the queue is not installed.
create or replace function ops.list_tasks()
returns table (
    task_id bigint, task_name text, queue text, args jsonb, status text, is_dead_letter boolean, attempts integer, priority integer,
    lock text, queueing_lock text, worker_id bigint, enqueued_at timestamptz, scheduled_at timestamptz, started_at timestamptz,
    finished_at timestamptz, error text, failed_at timestamptz
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        return;
    end if;
    return query
    select
        j.id, j.task_name::text, j.queue_name::text, j.args, j.status::text, j.status = 'failed', j.attempts, j.priority,
        j.lock, j.queueing_lock, j.worker_id, e.enqueued_at, j.scheduled_at, e.started_at,
        case when j.status not in ('todo', 'doing') then e.finished_at end, f.error, f.failed_at
    from procrastinate.procrastinate_jobs as j
    left join (
        select
            v.job_id,
            min(v.at) filter (where v.type = 'deferred') as enqueued_at,
            max(v.at) filter (where v.type = 'started') as started_at,
            max(v.at) filter (where v.type in ('failed', 'succeeded', 'cancelled', 'aborted')) as finished_at
        from procrastinate.procrastinate_events as v
        group by v.job_id
    ) as e on e.job_id = j.id
    left join lateral (
        select t.error, t.failed_at from ops.task_failures as t where t.task_id = j.id order by t.id desc limit 1
    ) as f on true;
end;
$$;
comment on function ops.list_tasks() is 'Every task of the worker with its last failure; read ops.task_executions.';
grant execute on function ops.list_tasks() to asinmart_admin;
