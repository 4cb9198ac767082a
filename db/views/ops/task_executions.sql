create or replace view ops.task_executions as
select
    t.task_id, t.task_name, t.queue, t.args, t.status, t.is_dead_letter, t.attempts, t.priority, t.lock, t.queueing_lock, t.worker_id,
    t.enqueued_at, t.scheduled_at, t.started_at, t.finished_at, t.error, t.failed_at
from ops.list_tasks() as t;
comment on view ops.task_executions is 'Tasks of the worker, waiting, running and finished: one row per task; finished ones are kept for task_retention.';
comment on column ops.task_executions.task_id is 'Task key.';
comment on column ops.task_executions.task_name is 'Kind of task: notify, fetch.';
comment on column ops.task_executions.queue is 'Queue of the task.';
comment on column ops.task_executions.args is 'Arguments: ids of rows, never secrets.';
comment on column ops.task_executions.status is 'todo, doing, succeeded, failed, cancelled or aborted.';
comment on column ops.task_executions.is_dead_letter is 'True when the worker gave up; ops.retry_task(task_id) tries again.';
comment on column ops.task_executions.attempts is 'Finished attempts.';
comment on column ops.task_executions.priority is 'Tasks with a higher value run first.';
comment on column ops.task_executions.lock is 'Tasks with the same lock run one at a time; null: no such limit.';
comment on column ops.task_executions.queueing_lock is 'At most one task with the same queueing lock waits; null: no such limit.';
comment on column ops.task_executions.worker_id is 'Worker that runs it or ran it last; null: none, or the worker no longer exists.';
comment on column ops.task_executions.enqueued_at is 'When it was enqueued.';
comment on column ops.task_executions.scheduled_at is 'Earliest start; null: at once.';
comment on column ops.task_executions.started_at is 'Start of the last attempt; null: none yet.';
comment on column ops.task_executions.finished_at is 'When it succeeded or was given up; null: neither yet.';
comment on column ops.task_executions.error is 'Error of the last failed attempt; null: no attempt failed.';
comment on column ops.task_executions.failed_at is 'When the last failed attempt ended; null: no attempt failed.';
