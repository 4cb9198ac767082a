begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

insert into app.notification_channels (tenant_id, name, channel_type, target, secret) values
    (pg_temp.a(), 'mine', 'webhook', 'https://example.org/x', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), (pg_temp.a(), 'other', 'email', 'x@example.org', null),
    (pg_temp.b(), 'theirs', 'email', 'x@example.org', null);
create temp table made as select c.id, c.name from app.notification_channels as c;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

set local role asinmart_api;
select lives_ok($$select api.delete_notification_channel(pg_temp.a(), pg_temp.id_of('mine'))$$, 'a tenant deletes its channel');
select throws_ok($$select api.delete_notification_channel(pg_temp.a(), pg_temp.id_of('mine'))$$, 'AM404', null, 'once');
select throws_ok($$select api.delete_notification_channel(pg_temp.a(), pg_temp.id_of('theirs'))$$, 'AM404', null, 'another tenant does not find the channel');

select * from finish();
rollback;
