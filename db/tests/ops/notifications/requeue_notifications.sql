begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(7);

select ops.promotion_scratch();
select pg_temp.raise(pg_temp.add_rule('r', array[pg_temp.add_channel('c')]), 1, 4);
select ops.queue_notifications('2025-03-10 12:00+00');
select is(ops.requeue_notifications('2025-03-10 13:00+00'), 0, 'a message with a task is not enqueued');
delete from procrastinate.procrastinate_jobs;
select is(ops.requeue_notifications('2025-03-10 12:09+00'), 0, 'a message whose task may be running is not enqueued');
update core.notifications as n set status = 'sent' where n.alert_id = (select min(m.alert_id) from core.notifications as m);
select is(ops.requeue_notifications('2025-03-10 12:11+00'), 3, 'an overdue message without a task is enqueued');
select is((select count(*) from ops.task_executions), 3::bigint, 'each such message is enqueued');
update procrastinate.procrastinate_jobs set status = 'doing';
select is(ops.requeue_notifications('2025-03-10 12:11+00'), 0, 'a message that is being sent is not');
delete from procrastinate.procrastinate_jobs;
update core.notifications set attempts = 20;
select is(ops.requeue_notifications('2025-03-10 12:11+00'), 0, 'a message with too many attempts is not');
set local role asinmart_worker;
select lives_ok('select ops.requeue_notifications()', 'the worker can call it');

select * from finish();
rollback;
