begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(7);

select ops.promotion_scratch();
select pg_temp.raise(pg_temp.add_rule('r', array[pg_temp.add_channel('c')]), 1, 4);
select ops.queue_notifications('2025-03-10 12:00+00');
update core.notifications as n set status = (array['sent', 'dead', 'cancelled', 'pending'])[s.place]
from (select m.id, row_number() over (order by m.alert_id) as place from core.notifications as m) as s where s.id = n.id;
delete from procrastinate.procrastinate_jobs;
select is(ops.rotate_tasks('2025-06-08 11:00+00'), 0::bigint, 'notifications stay for notification_retention');
select is(ops.rotate_tasks('2025-06-08 13:00+00'), 3::bigint, 'finished ones are then deleted');
select is((select n.status from core.notifications as n), 'pending', 'open ones stay');
select ops.enqueue('[{"task": "done"}, {"task": "dead"}, {"task": "waits"}]');
update procrastinate.procrastinate_jobs set status = 'doing' where task_name <> 'waits';
update procrastinate.procrastinate_jobs set status = 'succeeded' where task_name = 'done';
update procrastinate.procrastinate_jobs set status = 'failed' where task_name = 'dead';
update procrastinate.procrastinate_events set at = '2025-03-10';
insert into ops.task_failures (task_id, task_name, attempt, error, is_final, failed_at) values (1, 'a', 1, 'x', true, '2025-03-10');
insert into ops.fetches (purpose, marketplace, actor, asins, status, requested_at, finished_at) values
    ('products', 'US', 'a/b', array['B0TESTA001'], 'landed', '2025-03-10', '2025-03-10'), ('products', 'US', 'a/b', array['B0TESTA001'], 'failed', '2025-03-10', '2025-03-10');
select is(ops.rotate_tasks('2025-03-18'), 2::bigint, 'finished tasks and fetches are deleted after task_retention');
select is(ops.rotate_tasks('2025-04-08'), 3::bigint, 'dead letters, failures and failed fetches after four times that');
select results_eq('select t.task_name from ops.task_executions as t', $$values ('waits')$$, 'waiting tasks stay');
alter table procrastinate.procrastinate_jobs rename to gone;
select is(ops.rotate_tasks('2025-04-08'), 0::bigint, 'without a queue the rest is deleted');

select * from finish();
rollback;
