begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(6);

select ops.promotion_scratch();
select pg_temp.raise(pg_temp.add_rule('My rule', array[pg_temp.add_channel('c')]), 1, 1);
select ops.queue_notifications('2025-03-10 12:30+00');
create temp view message as select ops.notification_message(n) as m from core.notifications as n;
select is((select m.m - 'data' from message as m), '{"title": "Price up: Mug 1", "text": "From 10 to 12.", "type": "alert.raised", "timestamp": "2025-03-10T12:00:00+00:00"}', 'an alert is sent with its own text');
select is(
    (select (m.m -> 'data') - '{alert_id,rule_id}'::text[] from message as m),
    '{"rule": "My rule", "kind": "PRICE_SPIKE", "severity": "high", "asin": "B000000001", "marketplace": "US", "date": "2025-03-10", "title": "Price up: Mug 1", "message": "From 10 to 12.", "old_value": 10, "new_value": 12, "change_pct": 1, "detected_at": "2025-03-10T12:00:00+00:00", "updated_at": null, "details": {}}',
    'the message has the data of the alert for programs'
);
update core.alerts set details = jsonb_build_object('x', repeat('y', 9000)) where title = 'Price up: Mug 1';
select is((select m.m -> 'data' ? 'details' from message as m), false, 'details that are too large are left out');
update core.alerts set corrected_at = now() where title = 'Price up: Mug 1';
select is_empty('select 1 from message as m where m.m is not null', 'a corrected alert has no content');
update core.alerts set corrected_at = null where title = 'Price up: Mug 1';
delete from core.alerts where title = 'Price up: Mug 1';
select is_empty('select 1 from message as m where m.m is not null', 'a deleted alert has no content');
update core.notifications set kind = 'digest', alert_id = null, alert_date = null, from_alert_id = 1, to_alert_id = 2, content = '{"title": "t", "text": "x", "data": {"n": 1}}';
select is((select m.m from message as m), '{"title": "t", "text": "x", "type": "alerts.digest", "timestamp": "2025-03-10T12:30:00+00:00", "data": {"n": 1}}', 'a digest is sent as it was created');

select * from finish();
rollback;
