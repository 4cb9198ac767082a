begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

insert into core.alert_rules (tenant_id, name, rule_type) values (pg_temp.a(), 'mine', 'price'), (pg_temp.b(), 'theirs', 'stock');
create temp table made as select r.id, r.name from core.alert_rules as r where r.name in ('mine', 'theirs');
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

update core.alert_rules set cooldown = '1 day 06:00' where name = 'mine';
insert into app.notification_channels (tenant_id, name, channel_type, target) values (pg_temp.a(), 'x', 'email', 'x@example.org');
insert into core.alert_rule_channels (tenant_id, rule_id, channel_id) select c.tenant_id, pg_temp.id_of('mine'), c.id from app.notification_channels as c;
create temp table shown as select api.alert_rule_item(r)::jsonb as item from core.alert_rules as r where r.name = 'mine';
select is(
    (select array_agg(k order by k) from shown as s cross join lateral jsonb_object_keys(s.item) as k),
    (
        select array_agg(c.name order by c.name) from (
            select a.attname::text as name from pg_attribute as a
            where a.attrelid = 'core.alert_rules'::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('tenant_id', 'change_key')
            union all select 'channel_ids'
        ) as c
    ),
    'an item has all fields of a rule except the tenant, and its channels'
);
select is((select s.item ->> 'cooldown' from shown as s), 'P1DT6H', 'durations are ISO 8601');
select is((select jsonb_array_length(s.item -> 'channel_ids') from shown as s), 1, 'an item has the channels of the rule');

select * from finish();
rollback;
