begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(15);

create temp view lines as select c.check_name, c.status, c.detail from ops.check_worker('2025-03-10 12:00+00') as c;
delete from ops.heartbeats where name = 'worker';
delete from ops.instance;
select results_eq(
    'select l.check_name, l.status from lines as l order by 1',
    $$values ('channels', 'ok'), ('dead letters', 'ok'), ('installation', 'ok'), ('worker', 'ok')$$, 'without channels and tasks the check is ok'
);
select is((select l.detail from lines as l where l.check_name = 'worker'), 'no worker has run yet; tasks due: 0', 'although no worker ran');
select pg_temp.add_channel('c');
select is((select l.status from lines as l where l.check_name = 'installation'), 'warning', 'with a channel, an installation must claim the database');
select ops.claim_instance('here');
select is((select l.detail from lines as l where l.check_name = 'installation'), 'this database belongs to installation here', 'a claimed database is ok');
update ops.instance set database_oid = 1;
select results_eq(
    $$select l.status, l.detail ~ '^this database is a copy: .*: nothing is sent or fetched$' from lines as l where l.check_name = 'installation'$$,
    $$values ('warning', true)$$, 'a copy of the database is reported'
);
select ops.enqueue('[{"task": "a", "scheduled_at": "2025-03-10T11:50:00Z"}, {"task": "b", "scheduled_at": "2025-03-10T12:50:00Z"}]');
select results_eq(
    $$select l.status, l.detail from lines as l where l.check_name = 'worker'$$,
    $$values ('warning', 'no worker has run yet; tasks due: 1, the oldest since 2025-03-10 11:50:00+00')$$, 'due tasks without a worker are a warning'
);
insert into ops.heartbeats (name, beat_at) values ('worker', '2025-03-10 11:59:50+00');
select is((select l.status from lines as l where l.check_name = 'worker'), 'ok', 'due tasks with a worker are ok');
update ops.heartbeats set detail = 'no' where name = 'worker';
select results_eq(
    $$select l.status, l.detail ~ 'it is idle: no;' from lines as l where l.check_name = 'worker'$$, $$values ('warning', true)$$, 'unless the worker may not work'
);
update ops.heartbeats set detail = null, beat_at = '2025-03-10 11:50:00+00' where name = 'worker';
select is((select l.status from lines as l where l.check_name = 'worker'), 'warning', 'or has sent no heartbeat for a while');
update ops.heartbeats set beat_at = '2025-03-10 12:00:00+00' where name = 'worker';
update procrastinate.procrastinate_jobs set scheduled_at = '2025-03-10 10:50:00+00' where task_name = 'a';
select is((select l.status from lines as l where l.check_name = 'worker'), 'warning', 'or is an hour behind');
update procrastinate.procrastinate_jobs set status = 'doing' where task_name = 'a';
update procrastinate.procrastinate_jobs set status = 'failed' where task_name = 'a';
update procrastinate.procrastinate_events set at = '2025-03-10 11:00:00+00' where type = 'failed';
insert into ops.task_failures (task_id, task_name, attempt, error, is_final)
select t.task_id, 'a', 1, 'no luck', true from ops.task_executions as t where t.task_name = 'a';
select results_eq(
    $$select l.status, l.detail from lines as l where l.check_name = 'dead letters'$$,
    $$values ('warning', '1 tasks given up in the last 24 hours, latest error: no luck')$$, 'dead letters are reported with the last reason'
);
update procrastinate.procrastinate_events set at = '2025-03-08' where type = 'failed';
select is((select l.status from lines as l where l.check_name = 'dead letters'), 'ok', 'for one day');
update app.notification_channels set is_active = false;
select is((select l.status from lines as l where l.check_name = 'channels'), 'ok', 'a channel that a user disabled is ok');
update app.notification_channels set disabled_at = '2025-03-01', disabled_reason = 'gone';
select results_eq($$select l.status, l.detail from lines as l where l.check_name = 'channels'$$, $$values ('warning', 'c was disabled: gone')$$, 'a channel that the system disabled is reported');
select is_empty($$select 1 from ops.check_worker(now()) as c where c.status = 'critical'$$, 'none of it is critical for the API');

select * from finish();
rollback;
