create or replace view ops.task_executions as
select
    t.task_id, t.task_name, t.queue, t.args, t.status, t.is_dead_letter, t.attempts, t.priority, t.lock, t.queueing_lock, t.worker_id,
    t.enqueued_at, t.scheduled_at, t.started_at, t.finished_at, t.error, t.failed_at
from ops.list_tasks() as t;
comment on view ops.task_executions is 'Tasks of the worker, waiting, running and finished: one row per task; finished ones are kept for task_retention.';
comment on column ops.task_executions.task_id is 'Task key.';
comment on column ops.task_executions.task_name is 'Kind of task: notify, fetch.';
comment on column ops.task_executions.queue is 'Line it stands in.';
comment on column ops.task_executions.args is 'To what: ids of rows, never secrets.';
comment on column ops.task_executions.status is 'todo, doing, succeeded, failed, cancelled or aborted.';
comment on column ops.task_executions.is_dead_letter is 'Given up; select ops.retry_task(task_id) gives it another chance.';
comment on column ops.task_executions.attempts is 'Tries that ended.';
comment on column ops.task_executions.priority is 'Tasks with a greater value run first.';
comment on column ops.task_executions.lock is 'Tasks of one lock run one at a time; null: no such limit.';
comment on column ops.task_executions.queueing_lock is 'Of one queueing lock at most one task waits; null: no such limit.';
comment on column ops.task_executions.worker_id is 'Worker that runs it, or ran it last; null: none, or one that no longer exists.';
comment on column ops.task_executions.enqueued_at is 'When it was enqueued.';
comment on column ops.task_executions.scheduled_at is 'Earliest start; null: at once.';
comment on column ops.task_executions.started_at is 'Start of the last try; null: none yet.';
comment on column ops.task_executions.finished_at is 'When it succeeded or was given up; null: neither yet.';
comment on column ops.task_executions.error is 'Error of the last failed attempt; null: none failed.';
comment on column ops.task_executions.failed_at is 'When that was.';
