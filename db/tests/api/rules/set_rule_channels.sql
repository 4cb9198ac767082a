begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

insert into core.alert_rules (tenant_id, name, rule_type) values (pg_temp.a(), 'mine', 'price'), (pg_temp.b(), 'theirs', 'stock');
create temp table made as select r.id, r.name from core.alert_rules as r where r.name in ('mine', 'theirs');
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

insert into app.notification_channels (tenant_id, name, channel_type, target) values
    (pg_temp.a(), 'one', 'email', 'x@example.org'), (pg_temp.a(), 'two', 'email', 'x@example.org'), (pg_temp.b(), 'three', 'email', 'x@example.org');
create temp table channels as select c.id, c.name from app.notification_channels as c;
grant select on channels to asinmart_api;
create function pg_temp.ids(variadic p_names text[]) returns jsonb language sql stable as $$select coalesce(jsonb_agg(c.id), '[]') from channels as c where c.name = any (p_names)$$;
create function pg_temp.sends_to() returns text language sql stable as $$
    select string_agg(c.name, ' ' order by c.name) from core.alert_rule_channels as k inner join channels as c on c.id = k.channel_id;
$$;
set local role asinmart_api;
select api.act_as(pg_temp.a());
select api.set_rule_channels(pg_temp.a(), pg_temp.id_of('mine'), pg_temp.ids('one'));
select is(pg_temp.sends_to(), 'one', 'a rule sends to the given channels');
select api.set_rule_channels(pg_temp.a(), pg_temp.id_of('mine'), pg_temp.ids('two'));
select is(pg_temp.sends_to(), 'two', 'other channels are removed');
select api.set_rule_channels(pg_temp.a(), pg_temp.id_of('mine'), null);
select is(pg_temp.sends_to(), 'two', 'null changes nothing');
select throws_ok($$select api.set_rule_channels(pg_temp.a(), pg_temp.id_of('mine'), pg_temp.ids('three'))$$, '23503', null, 'a channel of another tenant is refused');
select api.set_rule_channels(pg_temp.a(), pg_temp.id_of('mine'), '[]');
select is(pg_temp.sends_to(), null, 'an unknown channel is refused');

select * from finish();
rollback;
