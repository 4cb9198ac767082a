begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

select is(
    ops.enqueue('[{"task": "a"}, {"task": "b", "args": {"n": 1}, "queue": "q", "lock": "l", "queueing_lock": "u", "priority": 5, "scheduled_at": "2025-03-10T12:00:00Z"}]'),
    2, 'several tasks are enqueued at once'
);
select results_eq(
    'select t.task_name, t.args, t.queue, t.lock, t.queueing_lock, t.priority, t.scheduled_at, t.status from ops.task_executions as t order by t.task_id',
    $$values
        ('a', '{}'::jsonb, 'default', null, null, 0, null, 'todo'),
        ('b', '{"n": 1}', 'q', 'l', 'u', 5, '2025-03-10 12:00+00'::timestamptz, 'todo')
    $$,
    'they have the given values, and defaults for the rest'
);
select is(ops.enqueue('[{"task": "b", "queueing_lock": "u"}, {"task": "c", "queueing_lock": "v"}, {"task": "c", "queueing_lock": "v"}]'), 1, 'a task whose queueing lock is already waiting is skipped');
update procrastinate.procrastinate_jobs set status = 'doing' where queueing_lock = 'u';
select is(ops.enqueue('[{"task": "b", "queueing_lock": "u"}]'), 1, 'a running task does not count as waiting');
select is(ops.enqueue('[]'), 0, 'an empty list enqueues nothing');
select throws_ok($$select ops.enqueue('{"task": "a"}')$$, 'AM422', null, 'anything but a list is refused');
select throws_ok('select ops.enqueue(null)', 'AM422', null, 'null is refused');
select throws_ok($$select ops.enqueue('[{"task": "a"}, {"args": {}}]')$$, 'AM422', null, 'a task needs a name');
select throws_ok($$select ops.enqueue('[{"task": "a", "args": []}]')$$, 'AM422', null, 'arguments must be an object');
select throws_ok($$select ops.enqueue('[{"task": "a", "queueing": "x"}]')$$, 'AM422', 'this is not a task: queueing', 'an unknown key is refused');
set local role asinmart_worker;
select throws_ok($$select ops.enqueue('[{"task": "a"}]')$$, '42501', null, 'a worker cannot enqueue tasks itself');
set local role asinmart_owner;
alter table procrastinate.procrastinate_jobs rename to gone;
select throws_ok($$select ops.enqueue('[{"task": "a"}]')$$, 'AM503', null, 'without a queue it is an error');

select * from finish();
rollback;
