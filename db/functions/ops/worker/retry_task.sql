-- Requeue a dead letter, with its notification or fetch.
-- Raises AM404 for an unknown task, AM409 when the task is not a dead letter. Definer: an admin owns nothing.
create or replace function ops.retry_task(
    p_task_id bigint,
    p_now timestamptz default now()
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_task procrastinate.procrastinate_jobs;
begin
    select j.* into v_task from procrastinate.procrastinate_jobs as j where j.id = p_task_id for update;
    if not found then
        raise exception 'there is no task %', p_task_id
            using errcode = 'AM404', hint = 'Look at ops.task_executions.';
    end if;
    if v_task.status <> 'failed' then
        raise exception 'task % is %, not a dead letter', p_task_id, v_task.status
            using errcode = 'AM409', hint = 'Only tasks with status failed can be tried again.';
    end if;
    update core.notifications as n
    set status = 'pending', due_at = p_now, attempts = 0
    where v_task.task_name = 'notify' and n.status = 'dead' and n.id = (v_task.args ->> 'notification_id')::uuid;
    update ops.fetches as f
    set status = 'queued', finished_at = null
    where v_task.task_name = 'fetch' and f.status in ('failed', 'refused') and f.id = (v_task.args ->> 'fetch_id')::bigint;
    perform procrastinate.procrastinate_retry_job_v2(p_task_id, p_now, null, null, null);
    -- The library does not reset its count of attempts: without this, the first failure would be the last.
    update procrastinate.procrastinate_jobs as j set attempts = 0 where j.id = p_task_id;
end;
$$;
comment on function ops.retry_task(bigint, timestamptz) is 'Requeues a dead letter.';
grant execute on function ops.retry_task(bigint, timestamptz) to asinmart_admin;
