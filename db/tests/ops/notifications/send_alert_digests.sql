begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(15);

select ops.promotion_scratch();
select pg_temp.add_channel('mail') as mail \gset
select pg_temp.add_channel('other') as other \gset
select pg_temp.add_rule('digest', array[:mail, :other], 'digest') as digest \gset
select pg_temp.add_rule('instant', array[:mail]) as instant \gset
create temp view digests as
select c.name, n.alert_count, n.status, n.due_at from core.notifications as n
inner join app.notification_channels as c on c.id = n.channel_id where n.kind = 'digest' order by n.created_at, c.name;
select pg_temp.raise(:digest, 1, 3);
select pg_temp.raise(:instant, 1, 2);
select is(ops.queue_notifications('2025-03-10 12:00+00'), 2, 'instant alerts are queued at once');
select is((ops.send_alert_digests('2025-03-11 07:05+00')).row_count, 2::bigint, 'at its hour each channel gets one message');
select results_eq(
    'table digests', $$values ('mail', 3, 'pending', '2025-03-11 07:05+00'::timestamptz), ('other', 3, 'pending', '2025-03-11 07:05+00')$$,
    'it has all alerts that waited, except those already sent to the channel'
);
select is((select count(*) from ops.task_executions as t), 4::bigint, 'it is a task of the worker');
select is((ops.send_alert_digests('2025-03-11 08:05+00')).row_count, 0::bigint, 'there is one digest a day');
select is((ops.send_alert_digests('2025-03-12 07:05+00')).row_count, 0::bigint, 'without alerts there is no digest');
select results_eq('select c.digested_at from app.notification_channels as c', $$values ('2025-03-12 07:05+00'::timestamptz), ('2025-03-12 07:05+00')$$, 'the channel moves on all the same');
select pg_temp.raise(:digest, 4, 4, '2025-03-12 12:00+00');
update core.alert_rules set delivery = 'instant' where id = :digest;
select is((ops.send_alert_digests('2025-03-13 07:05+00')).row_count, 2::bigint, 'alerts from before a rule became instant are still in the digest');
update core.alert_rules set delivery = 'digest' where id = :digest;
update app.notification_channels set is_active = false where id = :other;
select pg_temp.raise(:digest, 5, 5, '2025-03-13 12:00+00');
select is((ops.send_alert_digests('2025-03-14 07:05+00')).row_count, 1::bigint, 'a disabled channel gets no digest');
update app.notification_channels set is_active = true where id = :other;
select is((ops.send_alert_digests('2025-03-15 07:05+00')).row_count, 0::bigint, 'nor does it later get the alerts of that time');
select pg_temp.raise(:digest, 6, 6, '2025-02-20 12:00+00');
select is((ops.send_alert_digests('2025-03-16 07:05+00')).row_count, 0::bigint, 'alerts older than the channel are left out');
select pg_temp.raise(:digest, 7, 8, '2025-03-16 12:00+00');
update core.alerts set corrected_at = now() where title = 'Price up: Mug 7';
select ops.send_alert_digests('2025-03-17 07:05+00');
select is((select max(d.alert_count) from digests as d where d.due_at = '2025-03-17 07:05+00'), 1, 'corrected alerts are left out');
update app.tenants set is_active = false where tenant_id = '00000000-0000-0000-0000-000000000001';
select pg_temp.raise(:digest, 9, 9, '2025-03-17 12:00+00');
select is((ops.send_alert_digests('2025-03-18 07:05+00')).row_count, 0::bigint, 'an inactive tenant gets no digest');
update app.tenants set is_active = true where tenant_id = '00000000-0000-0000-0000-000000000001';
alter table procrastinate.procrastinate_jobs rename to gone;
select pg_temp.raise(:digest, 10, 10, '2025-03-18 12:00+00');
select is((ops.send_alert_digests('2025-03-19 07:05+00')).row_count, 2::bigint, 'without a queue digests are still created');
set local role asinmart_admin;
select ok(has_function_privilege('ops.send_alert_digests(timestamptz)', 'execute'), 'an admin can run the job');

select * from finish();
rollback;
