begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(15);

select ops.promotion_scratch();
select ops.claim_instance('here');
select pg_temp.raise(pg_temp.add_rule('r', array[pg_temp.add_channel('c', 'webhook', 'https://hooks.example.com/x')]), 1, 1);
select ops.queue_notifications('2025-03-10 12:00+00');
create function pg_temp.claim(p_at timestamptz, p_instance_id text default 'here')
returns table (outcome text, detail text, due_at timestamptz, attempt integer, channel_type text, target text, secret text, message jsonb)
language sql volatile
as $$select c.* from core.notifications as n cross join lateral ops.claim_notification(n.id, p_instance_id, '1 minute', p_at) as c$$;
select results_eq($$select c.outcome, c.detail from pg_temp.claim('2025-03-10 12:00+00', 'there') as c$$, $$values ('refused', 'this database belongs to installation here, not to there')$$, 'another installation is refused');
select results_eq($$select c.outcome, c.due_at from pg_temp.claim('2025-03-10 11:00+00') as c$$, $$values ('early', '2025-03-10 12:00+00'::timestamptz)$$, 'a message is not sent before its time');
select is((select n.status from core.notifications as n), 'pending', 'it is not changed then');
select results_eq(
    $$select c.outcome, c.attempt, c.channel_type, c.target, c.secret ~ '^whsec_', c.message ->> 'title' from pg_temp.claim('2025-03-10 12:00+00') as c$$,
    $$values ('send', 1, 'webhook', 'https://hooks.example.com/x', true, 'Price up: Mug 1')$$, 'at its time the worker gets the message and the channel'
);
select results_eq('select n.status, n.attempts, n.claimed_at from core.notifications as n', $$values ('sending', 1, '2025-03-10 12:00+00'::timestamptz)$$, 'the message is then being sent');
select results_eq($$select c.outcome, c.due_at from pg_temp.claim('2025-03-10 12:00:30+00') as c$$, $$values ('busy', '2025-03-10 12:01+00'::timestamptz)$$, 'another worker does not get it meanwhile');
select results_eq($$select c.outcome, c.attempt from pg_temp.claim('2025-03-10 12:01+00') as c$$, $$values ('send', 2)$$, 'after a timeout another worker gets it, since the first may have died');
update core.notifications set status = 'failed', due_at = '2025-03-10 12:05+00';
select results_eq($$select c.outcome, c.attempt from pg_temp.claim('2025-03-10 12:05+00') as c$$, $$values ('send', 3)$$, 'a failed message is sent again at its time');
update core.notifications set status = 'pending';
update app.notification_channels set is_active = false;
select results_eq($$select c.outcome, c.detail from pg_temp.claim('2025-03-10 12:05+00') as c$$, $$values ('over', 'The channel is disabled.')$$, 'a message to a disabled channel is not sent');
select results_eq('select n.status, n.error from core.notifications as n', $$values ('cancelled', 'The channel is disabled.')$$, 'it is not sent later either');
update app.notification_channels set is_active = true;
update core.notifications set status = 'pending';
update core.alerts set corrected_at = now();
select results_eq($$select c.outcome, c.detail from pg_temp.claim('2025-03-10 12:05+00') as c$$, $$values ('over', 'The alert was deleted or corrected by later data.')$$, 'an alert that was corrected is not sent');
update core.notifications set status = 'sent';
select results_eq($$select c.outcome, c.detail from pg_temp.claim('2025-03-10 12:05+00') as c$$, $$values ('over', 'sent')$$, 'a sent message is over');
select results_eq($$select c.outcome, c.detail from ops.claim_notification(gen_random_uuid(), 'here', '1 minute') as c$$, $$values ('over', 'gone')$$, 'a missing message is over');
set local role asinmart_worker;
select lives_ok($$select 1 from ops.claim_notification(gen_random_uuid(), 'here', '1 minute')$$, 'the worker can call it');
select throws_ok('select 1 from app.notification_channels', '42501', null, 'the worker cannot read other secrets');

select * from finish();
rollback;
