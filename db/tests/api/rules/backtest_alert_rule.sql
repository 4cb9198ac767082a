begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/load_run.psql
select plan(6);

insert into app.tracked_products (tenant_id, asin) values (pg_temp.a(), 'B0TESTA001');
insert into core.alert_rules (tenant_id, name, rule_type, threshold_pct) values (pg_temp.a(), 'mine', 'price', 5);
create temp table made as select r.id from core.alert_rules as r where r.name = 'mine';
grant select on made to asinmart_api;
select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 10}'));
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 20}'));
select pg_temp.load_run('p3', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 40}'));
set local role asinmart_api;
create function pg_temp.tried(p_changes jsonb default '{}', p_limit integer default 1000) returns jsonb language sql as $$
    select api.backtest_alert_rule(pg_temp.a(), m.id, '2025-03-10', '2025-03-31', p_changes, p_limit)::jsonb -> 'data' from made as m;
$$;
select is(pg_temp.tried() - 'outcomes' - 'rule_id', '{"from": "2025-03-10", "to": "2025-03-31", "alert_count": 2, "suppressed": {}, "is_complete": true}'::jsonb, 'the answer has the number of alerts');
select is(pg_temp.tried() #>> '{outcomes,0,date}', '2025-03-10', 'the answer has the days of alerts');
select is(pg_temp.tried('{"rearm": "once"}') -> 'suppressed', '{"rearm": 1}', 'changed fields change the number of suppressed days');
select is(pg_temp.tried('{}', 1) -> 'is_complete', 'false', 'outcomes beyond the limit are counted');
select throws_ok($$select api.backtest_alert_rule(pg_temp.b(), m.id, '2025-03-10', '2025-03-31') from made as m$$, 'AM404', null, 'another tenant cannot test the rule');
select throws_ok($$select api.backtest_alert_rule(pg_temp.a(), m.id, '2025-03-10', '2025-03-01') from made as m$$, 'AM422', null, 'a period must end after it begins');

select * from finish();
rollback;
