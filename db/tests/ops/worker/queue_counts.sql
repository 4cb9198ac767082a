begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
set local role asinmart_owner;
select plan(4);

create temp view counts as select q.kind, q.name, q.queue, q.status, q.item_count, q.oldest_at from ops.queue_counts() as q;
select is_empty('table counts', 'at first nothing is open');
select ops.enqueue(
    '[{"task": "a", "queue": "q", "scheduled_at": "2025-03-10T11:50:00Z"}, {"task": "a", "queue": "q", "scheduled_at": "2025-03-10T12:50:00Z"}, {"task": "b", "queue": "q"}, {"task": "c", "queue": "q"}]'
);
update procrastinate.procrastinate_events set at = '2025-03-10 11:40+00';
update procrastinate.procrastinate_jobs set status = 'doing' where task_name in ('b', 'c');
update procrastinate.procrastinate_jobs set status = 'failed' where task_name = 'b';
update procrastinate.procrastinate_jobs set status = 'succeeded' where task_name = 'c';
select set_eq(
    'table counts',
    $$
        values
            ('task', 'a', 'q', 'todo', 2::bigint, '2025-03-10 11:50+00'::timestamptz),
            ('task', 'b', 'q', 'failed', 1, '2025-03-10 11:40+00')
    $$,
    'tasks that wait and those that were given up are counted, finished ones are not; one without a time is as old as it is enqueued'
);
insert into app.notification_channels (tenant_id, name, channel_type, target) values
    (pg_temp.a(), 'mine', 'email', 'x@example.org'), (pg_temp.b(), 'theirs', 'email', 'x@example.org');
insert into core.notifications (tenant_id, channel_id, kind, alert_id, alert_date, due_at, created_at, status)
select c.tenant_id, c.id, 'alert', m.n, '2025-03-10', '2025-03-10 12:00+00'::timestamptz + m.n * interval '1 minute', now(), m.status
from app.notification_channels as c
cross join (values (1, 'sent'), (2, 'pending'), (3, 'pending'), (4, 'dead'), (5, 'cancelled')) as m (n, status);
alter table procrastinate.procrastinate_jobs rename to gone;
select set_eq(
    'table counts',
    $$
        values
            ('notification', 'alert', 'email', 'pending', 4::bigint, '2025-03-10 12:02+00'::timestamptz),
            ('notification', 'alert', 'email', 'dead', 2, '2025-03-10 12:04+00')
    $$,
    'messages of all tenants that are not sent are counted by type of channel; without a queue there are no tasks'
);
delete from app.notification_channels;
select is_empty('table counts', 'messages to channels that were deleted are gone');

select * from finish();
rollback;
