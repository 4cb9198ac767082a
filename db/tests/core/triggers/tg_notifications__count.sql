begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from ops.notification_totals;
insert into app.notification_channels (name, channel_type, target) values ('mail', 'email', 'someone@example.com');
insert into core.notifications (channel_id, kind, alert_id, alert_date, due_at, created_at)
select c.id, 'alert', n, current_date, now(), now() from app.notification_channels as c cross join generate_series(1, 3) as n;
create function pg_temp.totals() returns text language sql as $$
    select string_agg(t.channel_type || ' ' || t.outcome || ' ' || t.notification_count, ', ' order by t.outcome) from ops.notification_totals as t
$$;
update core.notifications set status = 'sending', attempts = 1;
select is(pg_temp.totals(), null, 'a message that is being sent is not counted');
update core.notifications set status = case alert_id when 1 then 'failed' else 'sent' end, sent_at = case when alert_id > 1 then now() end;
select is(pg_temp.totals(), 'email failed 1, email sent 2', 'sent messages and failed attempts are counted');
update core.notifications set error = 'the same' where alert_id = 1;
select is(pg_temp.totals(), 'email failed 1, email sent 2', 'each is counted once');
update core.notifications set status = 'sending' where alert_id = 1;
update core.notifications set status = 'dead' where alert_id = 1;
select is(pg_temp.totals(), 'email dead 1, email failed 1, email sent 2', 'a message that is given up is counted as dead');

select * from finish();
rollback;
