begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

insert into app.notification_channels (tenant_id, name, channel_type, target, secret) values
    (pg_temp.a(), 'mine', 'webhook', 'https://example.org/x', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), (pg_temp.a(), 'other', 'email', 'x@example.org', null),
    (pg_temp.b(), 'theirs', 'email', 'x@example.org', null);
create temp table made as select c.id, c.name from app.notification_channels as c;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

insert into core.notifications (tenant_id, channel_id, kind, alert_id, alert_date, due_at, created_at, status)
select m.tenant_id, pg_temp.id_of(m.channel), 'alert', m.n, '2025-03-10', now(), '2025-03-10 12:00+00'::timestamptz + m.n * interval '1 microsecond', m.status
from (values (pg_temp.a(), 'mine', 1, 'sent'), (pg_temp.a(), 'mine', 2, 'dead'), (pg_temp.a(), 'other', 3, 'sent'), (pg_temp.b(), 'theirs', 4, 'sent')) as m (tenant_id, channel, n, status);
set local role asinmart_api;
select is((select pg_temp.items(n.data, 'alert_id') from api.notifications(pg_temp.a()) as n), '3 2 1', 'messages are sorted newest first');
select is((select pg_temp.items(n.data, 'alert_id') from api.notifications(pg_temp.a(), 'sent', pg_temp.id_of('mine')) as n), '1', 'messages are filtered by status and channel');
select is((select pg_temp.items(n.data, 'alert_id') from api.notifications(pg_temp.a(), p_alert_id => 2) as n), '2', 'messages are filtered by alert');
select is((select pg_temp.items(b.data, 'alert_id') from api.notifications(pg_temp.a(), p_limit => 1) as a cross join lateral api.notifications(pg_temp.a(), p_after => a.next_key::jsonb) as b), '2 1', 'pages follow each other to the microsecond');

select * from finish();
rollback;
