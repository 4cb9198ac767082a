begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(7);

select ops.promotion_scratch();
select pg_temp.raise(pg_temp.add_rule('r', array[pg_temp.add_channel('c')]), 1, 1);
select ops.queue_notifications('2025-03-10 12:00+00');
update core.notifications set status = 'dead', attempts = 5;
select ops.enqueue('[{"task": "fetch", "args": {"fetch_id": 1}}]');
insert into ops.fetches (id, purpose, marketplace, actor, asins, status, requested_at, finished_at)
overriding system value values (1, 'products', 'US', 'a/b', array['B0TESTA001'], 'failed', '2025-03-10', '2025-03-10');
update procrastinate.procrastinate_jobs set status = 'doing';
update procrastinate.procrastinate_jobs set status = 'failed', attempts = 5;
select lives_ok('select ops.retry_task(t.task_id) from ops.task_executions as t', 'a dead letter is requeued');
select results_eq('select distinct t.status, t.attempts from ops.task_executions as t', $$values ('todo', 0)$$, 'its attempts are reset');
select results_eq('select n.status, n.attempts from core.notifications as n', $$values ('pending', 0)$$, 'its notification is pending again');
select results_eq('select f.status, f.finished_at from ops.fetches as f', $$values ('queued', null::timestamptz)$$, 'its fetch is queued again');
select throws_ok('select ops.retry_task(max(t.task_id)) from ops.task_executions as t', 'AM409', null, 'a waiting task is not a dead letter');
select throws_ok('select ops.retry_task(-1)', 'AM404', null, 'a missing task is an error');
set local role asinmart_worker;
select throws_ok('select ops.retry_task(-1)', '42501', null, 'a worker cannot retry dead letters');

select * from finish();
rollback;
