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

set local role asinmart_api;
select is((select pg_temp.items(c.data, 'name') from api.notification_channels(pg_temp.a()) as c), 'mine other', 'channels are sorted oldest first');
select unalike((select c.data from api.notification_channels(pg_temp.a()) as c), '%whsec%', 'channels are listed without secrets');
select is((select pg_temp.items(b.data, 'name') from api.notification_channels(pg_temp.a(), p_limit => 1) as a cross join lateral api.notification_channels(pg_temp.a(), a.next_key::jsonb) as b), 'other', 'pages follow each other');
select throws_ok('select c.secret from app.notification_channels as c', '42501', null, 'the API has no right to read secrets');

select * from finish();
rollback;
