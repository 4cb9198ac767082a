begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(8);

insert into app.notification_channels (tenant_id, name, channel_type, target, secret) values
    (pg_temp.a(), 'mine', 'webhook', 'https://example.org/x', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), (pg_temp.a(), 'other', 'email', 'x@example.org', null),
    (pg_temp.b(), 'theirs', 'email', 'x@example.org', null);
create temp table made as select c.id, c.name from app.notification_channels as c;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

update app.notification_channels set is_active = false, disabled_at = now(), disabled_reason = '410' where name = 'mine';
set local role asinmart_api;
select is(api.update_notification_channel(pg_temp.a(), pg_temp.id_of('mine'), '{"name": "new"}')::jsonb #>> '{data,disabled_reason}', '410', 'fields missing in the body stay');
select is(
    api.update_notification_channel(pg_temp.a(), pg_temp.id_of('mine'), '{"is_active": true}')::jsonb #> '{data,disabled_reason}', 'null', 'switching a channel on clears the reason why it was off'
);
select is(api.notification_channel(pg_temp.a(), pg_temp.id_of('mine'))::jsonb #>> '{data,name}', 'new', 'changes are stored');
select throws_ok($$select api.update_notification_channel(pg_temp.a(), pg_temp.id_of('mine'), '{}', array['x'])$$, 'AM412', null, 'an outdated ETag is refused');
select throws_ok($$select api.update_notification_channel(pg_temp.a(), pg_temp.id_of('mine'), '{"target": "x@example.org"}')$$, 'AM422', null, 'a webhook cannot have an e-mail address');
select throws_ok($$select api.update_notification_channel(pg_temp.a(), pg_temp.id_of('mine'), '{"name": "other"}')$$, 'AM409', null, 'a channel name is unique for the tenant');
select throws_ok($$select api.update_notification_channel(pg_temp.a(), pg_temp.id_of('mine'), '{"name": null}')$$, 'AM422', 'a notification channel lacks name', 'a channel must have a name');
select throws_ok($$select api.update_notification_channel(pg_temp.a(), pg_temp.id_of('theirs'), '{}')$$, 'AM404', null, 'another tenant does not find the channel');

select * from finish();
rollback;
