begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create temp view backlog as select b.due_count, b.due_at, b.dead_count, b.error from ops.task_backlog('2025-03-10 12:00+00') as b;
select results_eq('table backlog', $$values (0::bigint, null::timestamptz, 0::bigint, null::text)$$, 'an empty queue has no backlog');
select ops.enqueue('[{"task": "a", "scheduled_at": "2025-03-10T11:50:00Z"}, {"task": "b", "scheduled_at": "2025-03-10T12:50:00Z"}]');
select results_eq('select b.due_count, b.due_at from backlog as b', $$values (1::bigint, '2025-03-10 11:50+00'::timestamptz)$$, 'a task before its time does not count');
select ops.enqueue('[{"task": "c"}]');
update procrastinate.procrastinate_events set at = '2025-03-10 11:40+00';
select results_eq('select b.due_count, b.due_at from backlog as b', $$values (2::bigint, '2025-03-10 11:40+00'::timestamptz)$$, 'a task without a time is due when it is enqueued');
update procrastinate.procrastinate_jobs set status = 'doing' where task_name = 'a';
update procrastinate.procrastinate_jobs set status = 'failed' where task_name = 'a';
update procrastinate.procrastinate_events set at = '2025-03-10 11:45+00' where type = 'failed';
insert into ops.task_failures (task_id, task_name, attempt, error, is_final)
select j.id, 'a', n, 'fault ' || n, true from procrastinate.procrastinate_jobs as j cross join generate_series(1, 2) as n where j.task_name = 'a';
select results_eq('select b.due_count, b.dead_count, b.error from backlog as b', $$values (1::bigint, 1::bigint, 'fault 2')$$, 'dead letters are counted separately, with the last reason');
update procrastinate.procrastinate_events set at = '2025-03-09 11:45+00' where type = 'failed';
select is((select b.dead_count from backlog as b), 0::bigint, 'dead letters are counted for one day');
alter table procrastinate.procrastinate_jobs rename to gone;
select is_empty('table backlog', 'without a queue there is no row');

select * from finish();
rollback;
