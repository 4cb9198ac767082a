-- The library keeps no errors: the worker records them here before the task is requeued or given up.
-- Definer: the worker writes no table.
create or replace function ops.note_task_failure(
    p_task_id bigint,
    p_task_name text,
    p_attempt integer,
    p_error text,
    p_is_final boolean
)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into ops.task_failures (task_id, task_name, attempt, error, is_final)
    values (p_task_id, p_task_name, p_attempt, left(p_error, 1000), p_is_final);
$$;
comment on function ops.note_task_failure(bigint, text, integer, text, boolean) is 'Records why an attempt of a task failed.';
grant execute on function ops.note_task_failure(bigint, text, integer, text, boolean) to asinmart_worker;
