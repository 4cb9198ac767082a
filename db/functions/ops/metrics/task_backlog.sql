-- State of the queue for ops.doctor, without reading every event as ops.task_executions does: tasks that are due, since
-- when, and dead letters of the last day with the latest error. No row where the queue is not installed.
create or replace function ops.task_backlog(p_now timestamptz)
returns table (due_count bigint, due_at timestamptz, dead_count bigint, error text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        return;
    end if;
    return query
    select d.task_count, d.due_at, f.task_count, f.error
    from (
        select count(*) as task_count, min(coalesce(j.scheduled_at, e.enqueued_at)) as due_at
        from procrastinate.procrastinate_jobs as j
        left join lateral (
            select min(v.at) as enqueued_at from procrastinate.procrastinate_events as v where v.job_id = j.id and j.scheduled_at is null
        ) as e on true
        where j.status = 'todo' and coalesce(j.scheduled_at, p_now) <= p_now
    ) as d
    cross join (
        select count(*) as task_count, (array_agg(t.error order by t.failed_at desc nulls last))[1] as error
        from procrastinate.procrastinate_jobs as j
        left join lateral (
            select s.error, s.failed_at from ops.task_failures as s where s.task_id = j.id order by s.id desc limit 1
        ) as t on true
        where j.status = 'failed' and exists (
            select from procrastinate.procrastinate_events as v
            where v.job_id = j.id and v.type = 'failed' and v.at > p_now - interval '1 day'
        )
    ) as f;
end;
$$;
comment on function ops.task_backlog(timestamptz) is 'Tasks of the worker that are due, and those that failed for good in the last day.';
