begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(19);

select ops.promotion_scratch();
select ops.claim_instance('here');
create temp table made as
select 'mail' as name, pg_temp.add_channel('mail') as id
union all
select 'hook', pg_temp.add_channel('hook', 'webhook', 'https://hooks.example.com/x');
create function pg_temp.channel(p_name text) returns bigint language sql stable as 'select m.id from pg_temp.made as m where m.name = $1';
create temp table rules as
select 'both' as name, pg_temp.add_rule('both', array[pg_temp.channel('mail'), pg_temp.channel('hook')]) as id
union all
select 'day', pg_temp.add_rule('day', array[pg_temp.channel('mail')], 'instant', 9, 17)
union all
select 'digest', pg_temp.add_rule('digest', array[pg_temp.channel('mail')], 'digest')
union all
select 'silent', pg_temp.add_rule('silent', '{}');
create function pg_temp.rule(p_name text) returns bigint language sql stable as 'select r.id from pg_temp.rules as r where r.name = $1';

select is(ops.queue_notifications('2025-03-10 20:00+00'), 0, 'without alerts nothing is queued');
select pg_temp.raise(pg_temp.rule('both'), 1, 2);
select is(ops.queue_notifications('2025-03-10 20:00+00'), 4, 'each alert is queued for each channel of its rule');
select results_eq(
    'select distinct n.kind, n.status, n.attempts, n.due_at, n.created_at, n.alert_date from core.notifications as n',
    $$values ('alert', 'pending', 0, '2025-03-10 20:00+00'::timestamptz, '2025-03-10 20:00+00'::timestamptz, '2025-03-10'::date)$$, 'the message is due at once'
);
select set_eq(
    $$select t.args ->> 'notification_id' from ops.task_executions as t where t.task_name = 'notify' and t.queue = 'notify'$$,
    'select n.id::text from core.notifications as n', 'the message is a task of the worker'
);
select is(ops.queue_notifications('2025-03-10 21:00+00'), 0, 'nothing is queued twice, even when this runs again');
truncate pg_temp.raised_alerts;
select pg_temp.raise(pg_temp.rule('day'), 1, 1);
select is(ops.queue_notifications('2025-03-10 20:00+00'), 1, 'a rule with active hours');
select is((select max(n.due_at) from core.notifications as n), '2025-03-11 09:00+00', 'its messages wait for the hours');
select is((select max(t.scheduled_at) from ops.task_executions as t), '2025-03-11 09:00+00', 'its tasks wait too');
update app.tenants set time_zone = 'Asia/Tokyo' where tenant_id = '00000000-0000-0000-0000-000000000001';
select pg_temp.raise(pg_temp.rule('day'), 2, 2);
select ops.queue_notifications('2025-03-10 20:00+00');
select is((select max(n.due_at) from core.notifications as n where n.created_at = '2025-03-10 20:00+00' and n.due_at < '2025-03-11 09:00+00'), '2025-03-11 00:00+00', 'the hours are in the tenant''s time zone');
truncate pg_temp.raised_alerts;
select pg_temp.raise(pg_temp.rule('digest'), 1, 3);
select pg_temp.raise(pg_temp.rule('silent'), 1, 3);
select is(ops.queue_notifications('2025-03-10 20:00+00'), 0, 'rules with digests, and rules without a channel, queue nothing');
select pg_temp.raise(pg_temp.rule('both'), 3, 3);
update app.notification_channels set is_active = false where id = pg_temp.channel('hook');
select is(ops.queue_notifications('2025-03-10 20:00+00'), 1, 'a disabled channel gets no message');
delete from app.notification_channels where id = pg_temp.channel('hook');
select is((select count(*) from core.notifications as n), 5::bigint, 'messages are deleted with their channel');
alter table procrastinate.procrastinate_jobs rename to elsewhere;
select pg_temp.raise(pg_temp.rule('both'), 4, 4);
select is(ops.queue_notifications('2025-03-10 20:00+00'), 1, 'without a queue alerts are still raised');
alter table procrastinate.elsewhere rename to procrastinate_jobs;
select is(ops.requeue_notifications('2025-03-10 20:11+00'), 1, 'their messages are enqueued when there is a queue');

-- Second notifications: only a message that no worker has claimed is cancelled.
truncate pg_temp.raised_alerts;
select pg_temp.raise(pg_temp.rule('both'), 5, 6);
select is(ops.queue_notifications('2025-03-10 20:00+00'), 2, 'two alerts');
update core.notifications as n set status = 'sent' where n.alert_id = (select min(a.alert_id) from pg_temp.raised_alerts as a);
update core.alerts as a set told_id = nextval(pg_get_serial_sequence('core.alerts', 'id')) from pg_temp.raised_alerts as r where a.id = r.alert_id;
update pg_temp.raised_alerts as r set told_id = a.told_id from core.alerts as a where a.id = r.alert_id;
select is(ops.queue_notifications('2025-03-10 21:00+00'), 2, 'alerts that are notified again have two more messages');
select results_eq(
    'select n.status, n.told_id = n.alert_id from core.notifications as n inner join pg_temp.raised_alerts as a on a.alert_id = n.alert_id order by n.alert_id, n.told_id',
    $$values ('sent', true), ('pending', false), ('cancelled', true), ('pending', false)$$, 'messages that were not sent yet are cancelled'
);
select is(ops.queue_notifications('2025-03-10 21:00+00'), 0, 'once');
select results_eq(
    $$select m ->> 'type', (m ->> 'timestamp')::timestamptz from core.notifications as n cross join lateral ops.notification_message(n) as m where n.status = 'pending' and n.told_id <> n.alert_id limit 1$$,
    $$values ('alert.updated', '2025-03-10 21:00+00'::timestamptz)$$, 'they have the reason'
);

select * from finish();
rollback;
