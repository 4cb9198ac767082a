begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select is_empty('select 1 from ops.list_tasks()', 'at first there are no tasks');
select ops.enqueue('[{"task": "a"}, {"task": "b"}]');
update procrastinate.procrastinate_jobs set status = 'doing' where task_name = 'a';
insert into ops.task_failures (task_id, task_name, attempt, error, is_final)
select j.id, 'a', n, 'fault ' || n, n = 2 from procrastinate.procrastinate_jobs as j cross join generate_series(1, 2) as n where j.task_name = 'a';
select results_eq(
    'select t.task_name, t.status, t.is_dead_letter, t.started_at is not null, t.finished_at is not null, t.error from ops.list_tasks() as t order by 1',
    $$values ('a', 'doing', false, true, false, 'fault 2'), ('b', 'todo', false, false, false, null)$$,
    'each task has its status and its last failure'
);
update procrastinate.procrastinate_jobs set status = 'failed' where task_name = 'a';
select results_eq(
    $$select t.status, t.is_dead_letter, t.finished_at is not null from ops.task_executions as t where t.task_name = 'a'$$,
    $$values ('failed', true, true)$$, 'a task that was given up is a dead letter'
);
select isnt_empty($$select 1 from ops.task_executions as t where t.enqueued_at <= now()$$, 'a task has the time when it was enqueued');
alter table procrastinate.procrastinate_jobs rename to gone;
select is_empty('select 1 from ops.task_executions', 'without a queue there are no tasks');

select * from finish();
rollback;
