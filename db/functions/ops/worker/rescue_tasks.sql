-- Requeue the tasks of workers that died: no heartbeat for p_silence, or deleted from the list. After ten dead workers
-- a task is given up: it may be the cause. Several workers may call this at once: each task is requeued by one of them.
-- Definer: same rights for all callers. Returns the number of requeued tasks.
create or replace function ops.rescue_tasks(
    p_silence interval,
    p_now timestamptz default now()
)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_max_deaths constant integer := 10;
    v_count integer;
begin
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        return 0;
    end if;
    with orphaned as (
        select j.id, j.task_name, j.attempts
        from procrastinate.procrastinate_jobs as j
        left join procrastinate.procrastinate_workers as w on w.id = j.worker_id
        where j.status = 'doing' and (w.id is null or w.last_heartbeat < p_now - p_silence)
        for update of j skip locked
    ),
    noted as (
        insert into ops.task_failures (task_id, task_name, attempt, error, is_final)
        select o.id, o.task_name, o.attempts + 1, 'The worker died while it ran this task.', d.death_count >= c_max_deaths
        from orphaned as o
        cross join lateral (
            select 1 + count(*) as death_count from ops.task_failures as f
            where f.task_id = o.id and f.error = 'The worker died while it ran this task.'
        ) as d
        returning task_id, is_final
    ),
    settled as (
        select
            n.is_final,
            case
                when n.is_final then (select true from procrastinate.procrastinate_finish_job_v1(n.task_id, 'failed', false))
                else (select true from procrastinate.procrastinate_retry_job_v2(n.task_id, p_now, null, null, null))
            end as is_settled
        from noted as n
    )
    select (count(*) filter (where s.is_settled and not s.is_final))::integer into v_count from settled as s;
    return v_count;
end;
$$;
comment on function ops.rescue_tasks(interval, timestamptz) is 'Requeues the tasks of workers that died.';
grant execute on function ops.rescue_tasks(interval, timestamptz) to asinmart_worker, asinmart_admin;
