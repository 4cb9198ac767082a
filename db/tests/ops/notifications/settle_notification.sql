begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(9);

select ops.promotion_scratch();
select pg_temp.raise(pg_temp.add_rule('r', array[pg_temp.add_channel('c')]), 1, 1);
select ops.queue_notifications('2025-03-10 12:00+00');
create temp view shown as select n.status, n.response_status, n.error, n.sent_at, n.due_at from core.notifications as n;
create function pg_temp.settle(p_attempt integer, p_status text, p_response integer default null, p_error text default null, p_due timestamptz default null, p_reason text default null)
returns void language sql volatile
as $$select ops.settle_notification(n.id, p_attempt, p_status, p_response, p_error, p_due, p_reason, '2025-03-10 12:01+00') from core.notifications as n$$;
update core.notifications set status = 'sending', attempts = 2;
select pg_temp.settle(2, 'failed', 500, repeat('x', 600), '2025-03-10 13:00+00');
select results_eq(
    'select s.status, s.response_status, length(s.error), s.sent_at, s.due_at from shown as s',
    $$values ('failed', 500, 500, null::timestamptz, '2025-03-10 13:00+00'::timestamptz)$$, 'a failure has its reason and the time of the next attempt'
);
update core.notifications set status = 'sending', attempts = 3;
select pg_temp.settle(2, 'dead', 404, 'late news');
select is((select s.status from shown as s), 'sending', 'a failure is ignored from a worker that no longer holds the message');
select pg_temp.settle(2, 'sent', 200);
select results_eq(
    'select s.status, s.response_status, s.error, s.sent_at from shown as s',
    $$values ('sent', 200, null::text, '2025-03-10 12:01+00'::timestamptz)$$, 'a success is stored from any worker'
);
select pg_temp.settle(3, 'failed', 500, 'x', now());
select is((select s.status from shown as s), 'sent', 'a sent message does not change');
update core.notifications set status = 'sending', attempts = 3, sent_at = null;
select pg_temp.settle(3, 'dead', 410, 'The receiver answered 410.', null, 'The receiver answered 410 Gone.');
select is((select s.status from shown as s), 'dead', 'an undeliverable message is given up');
select results_eq(
    'select c.is_active, c.disabled_at, c.disabled_reason from app.notification_channels as c',
    $$values (false, '2025-03-10 12:01+00'::timestamptz, 'The receiver answered 410 Gone.')$$, 'the channel is disabled when its receiver is gone'
);
select throws_ok($$update core.notifications set status = 'lost'$$, '23514', null, 'an unknown status is refused');
set local role asinmart_worker;
select lives_ok($$select ops.settle_notification(gen_random_uuid(), 1, 'sent')$$, 'the worker can call it');
select throws_ok('select 1 from core.notifications', '42501', null, 'the worker cannot read messages');

select * from finish();
rollback;
