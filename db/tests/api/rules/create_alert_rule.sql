begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(10);

set local role asinmart_api;
create temp table made as select c.body::jsonb -> 'data' as rule, c.id from api.create_alert_rule(pg_temp.a(), '{"name": "mine", "rule_type": "price", "threshold_pct": 5}') as c;
select results_eq(
    $$select m.rule ->> 'name', (m.rule ->> 'threshold_pct')::numeric, (m.rule ->> 'id')::bigint = m.id from made as m$$, $$values ('mine', 5::numeric, true)$$,
    'a rule gets the fields of the body'
);
reset role;
insert into core.alert_rules (tenant_id, name, rule_type, threshold_pct) values (pg_temp.b(), 'mine', 'price', 5);
select is(
    (select m.rule - array['id', 'created_at', 'updated_at'] from made as m),
    (select api.alert_rule_item(r)::jsonb - array['id', 'created_at', 'updated_at'] from core.alert_rules as r where r.tenant_id = pg_temp.b() and r.name = 'mine'),
    'missing fields get the table''s defaults'
);
select is((select r.tenant_id from core.alert_rules as r inner join made as m on m.id = r.id), pg_temp.a(), 'the rule belongs to the tenant');
set local role asinmart_api;
select lives_ok($$select api.create_alert_rule(pg_temp.a(), jsonb_build_object('name', 'x', 'rule_type', 'price', 'tenant_id', pg_temp.b(), 'id', 1, 'sentence', 'lie'))$$, 'a body with unknown fields is accepted');
reset role;
select is((select r.tenant_id from core.alert_rules as r where r.name = 'x'), pg_temp.a(), 'unknown fields are ignored');
set local role asinmart_api;
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"name": "mine", "rule_type": "stock"}')$$, 'AM409', null, 'a rule name is unique for the tenant');
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"name": "y", "rule_type": "weather"}')$$, 'AM422', null, 'an invalid rule is refused');
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"rule_type": "price"}')$$, 'AM422', 'an alert rule lacks name', 'a rule without a name is refused');
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"name": "y", "rule_type": "price", "channel_ids": [4000000000]}')$$, 'AM422', null, 'a rule with unknown channels is refused');
select throws_ok($$select api.create_alert_rule(null, '{"name": "y", "rule_type": "price"}')$$, '42501', null, 'a session without a tenant cannot create a rule');

select * from finish();
rollback;
