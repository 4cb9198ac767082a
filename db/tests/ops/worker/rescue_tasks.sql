begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

insert into procrastinate.procrastinate_workers (last_heartbeat) values ('2025-03-10 12:00+00'), ('2025-03-10 11:00+00');
select ops.enqueue('[{"task": "alive"}, {"task": "silent"}, {"task": "gone"}, {"task": "waits"}, {"task": "poison"}]');
update procrastinate.procrastinate_jobs as j
set status = 'doing', worker_id = case j.task_name
        when 'alive' then (select max(w.id) - 1 from procrastinate.procrastinate_workers as w)
        when 'silent' then (select max(w.id) from procrastinate.procrastinate_workers as w)
    end
where j.task_name <> 'waits';
insert into ops.task_failures (task_id, task_name, attempt, error, is_final)
select j.id, 'poison', n, 'The worker died while it ran this task.', false
from procrastinate.procrastinate_jobs as j cross join generate_series(1, 9) as n where j.task_name = 'poison';
select is(ops.rescue_tasks('30 seconds', '2025-03-10 12:00:10+00'), 2, 'tasks of silent or missing workers are requeued');
select results_eq(
    'select t.task_name, t.status from ops.task_executions as t order by 1',
    $$values ('alive', 'doing'), ('gone', 'todo'), ('poison', 'failed'), ('silent', 'todo'), ('waits', 'todo')$$,
    'tasks of a live worker stay, and a task of ten dead workers is given up'
);
select results_eq(
    $$select f.task_name, f.is_final from ops.task_failures as f where f.attempt = 1 and f.task_name <> 'poison' order by 1$$,
    $$values ('gone', false), ('silent', false)$$, 'the failure is recorded'
);
select is((select t.attempts from ops.task_executions as t where t.task_name = 'silent'), 1, 'it counts as an attempt');
select is(ops.rescue_tasks('30 seconds', '2025-03-10 12:00:10+00'), 0, 'a second call finds nothing');
set local role asinmart_worker;
select lives_ok($$select ops.rescue_tasks('30 seconds')$$, 'a worker can call it');
set local role asinmart_owner;
alter table procrastinate.procrastinate_jobs rename to elsewhere;
select is(ops.rescue_tasks('30 seconds'), 0, 'without a queue nothing happens');

select * from finish();
rollback;
