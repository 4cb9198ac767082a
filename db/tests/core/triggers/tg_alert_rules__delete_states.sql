begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(3);

select pg_temp.rule('goes', 'price', '{"cooldown": "3 days"}'), pg_temp.rule('stays', 'price', '{"cooldown": "3 days"}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 200]}');
select is((select count(*) from core.alert_states as s), 2::bigint, 'a rule with a cooldown has states');
delete from core.alert_rules where name = 'goes';
select results_eq(
    'select r.name from core.alert_states as s inner join core.alert_rules as r on r.id = s.rule_id', $$values ('stays')$$,
    'deleting a rule deletes its states'
);
select is((select count(*) from core.alerts as a where a.asin = 'B0TESTA001' and a.kind = 'PRICE_SPIKE'), 2::bigint, 'its alerts stay');

select * from finish();
rollback;
