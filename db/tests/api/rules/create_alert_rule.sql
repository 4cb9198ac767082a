begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(10);

set local role asinmart_api;
create temp table made as select c.body::jsonb -> 'data' as rule, c.id from api.create_alert_rule(pg_temp.a(), '{"name": "mine", "rule_type": "price", "threshold_pct": 5}') as c;
select results_eq(
    $$select m.rule ->> 'name', (m.rule ->> 'threshold_pct')::numeric, (m.rule ->> 'id')::bigint = m.id from made as m$$, $$values ('mine', 5::numeric, true)$$,
    'a rule is made of what the body says'
);
reset role;
insert into core.alert_rules (tenant_id, name, rule_type, threshold_pct) values (pg_temp.b(), 'mine', 'price', 5);
select is(
    (select m.rule - array['id', 'created_at', 'updated_at'] from made as m),
    (select api.alert_rule_item(r)::jsonb - array['id', 'created_at', 'updated_at'] from core.alert_rules as r where r.tenant_id = pg_temp.b() and r.name = 'mine'),
    'and what it does not say is as the table''s defaults'
);
select is((select r.tenant_id from core.alert_rules as r inner join made as m on m.id = r.id), pg_temp.a(), 'it is the tenant''s');
set local role asinmart_api;
select lives_ok($$select api.create_alert_rule(pg_temp.a(), jsonb_build_object('name', 'x', 'rule_type', 'price', 'tenant_id', pg_temp.b(), 'id', 1, 'sentence', 'lie'))$$, 'whatever else the body says');
reset role;
select is((select r.tenant_id from core.alert_rules as r where r.name = 'x'), pg_temp.a(), 'does not count');
set local role asinmart_api;
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"name": "mine", "rule_type": "stock"}')$$, 'AM409', null, 'a name is taken once');
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"name": "y", "rule_type": "weather"}')$$, 'AM422', null, 'a rule that cannot be is refused');
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"rule_type": "price"}')$$, 'AM422', 'an alert rule lacks name', 'and so is one without a name');
select throws_ok($$select api.create_alert_rule(pg_temp.a(), '{"name": "y", "rule_type": "price", "channel_ids": [4000000000]}')$$, 'AM422', null, 'or with channels that there are not');
select throws_ok($$select api.create_alert_rule(null, '{"name": "y", "rule_type": "price"}')$$, '42501', null, 'nobody makes none');

select * from finish();
rollback;
