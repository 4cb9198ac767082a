begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(2);

select pg_temp.rule('looks', 'price', '{"evaluate_on_create": true}'), pg_temp.rule('waits', 'price'), pg_temp.rule('off', 'price', '{"evaluate_on_create": true, "is_active": false}');
select results_eq(
    'select r.name from ops.dirty_rules as d inner join core.alert_rules as r on r.id = d.rule_id', $$values ('looks')$$,
    'an active rule with evaluate_on_create is queued for the next refresh'
);
delete from core.alert_rules where name = 'looks';
select is_empty('table ops.dirty_rules', 'a deleted rule leaves the queue');

select * from finish();
rollback;
