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

set local role asinmart_api;
create temp table hook as select c.body::jsonb as body, c.id from api.create_notification_channel(pg_temp.a(), '{"name": "hook", "channel_type": "webhook", "target": "https://example.org/x"}') as c;
create temp table second as select c.body::jsonb as body from api.create_notification_channel(pg_temp.a(), '{"name": "hook2", "channel_type": "webhook", "target": "https://example.org/x"}') as c;
select matches((select h.body ->> 'secret' from hook as h), '^whsec_[A-Za-z0-9+/]{43}=$', 'creating a webhook returns a secret');
select isnt((select h.body ->> 'secret' from hook as h), (select s.body ->> 'secret' from second as s), 'each webhook has another secret');
select is((select h.body #>> '{data,name}' from hook as h), 'hook', 'the channel is returned with the secret');
reset role;
select is((select c.secret from app.notification_channels as c inner join hook as h on h.id = c.id), (select h.body ->> 'secret' from hook as h), 'the secret is stored for signing');
set local role asinmart_api;
select is((select c.body::jsonb -> 'secret' from api.create_notification_channel(pg_temp.a(), '{"name": "mail", "channel_type": "email", "target": "x@example.org"}') as c), 'null', 'other channels have no secret');
select throws_ok($$select api.create_notification_channel(pg_temp.a(), '{"name": "mine", "channel_type": "email", "target": "x@example.org"}')$$, 'AM409', null, 'a channel name is unique for the tenant');
select throws_ok($$select api.create_notification_channel(pg_temp.a(), '{"name": "x", "channel_type": "webhook", "target": "http://example.org"}')$$, 'AM422', null, 'a webhook address must be https');
select throws_ok($$select api.create_notification_channel(pg_temp.a(), '{"name": "x", "channel_type": "fax", "target": "1"}')$$, 'AM422', null, 'an unknown type is refused');

select * from finish();
rollback;
