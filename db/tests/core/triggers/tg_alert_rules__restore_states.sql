begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(5);

select pg_temp.rule('asks later', 'price', '{"threshold_pct": 10}'), pg_temp.rule('never', 'price', '{"threshold_pct": 10}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 120, 150], "B0TESTA002": [100, 50]}');
select pg_temp.load_run('f1', '{"asin": "B0TESTA002", "observed_date": "2025-03-02", "scraped_at": "2025-03-02T23:00:00Z", "price": 100}');
select is_empty('table core.alert_states', 'a rule without re-arming and cooldown has no states');
update core.alert_rules set cooldown = '5 days' where name = 'asks later';
select results_eq(
    'select s.asin, s.last_alert_date, s.last_value, s.alert_count from core.alert_states as s',
    $$values ('B0TESTA001', '2025-03-03'::date, 150::numeric, 2)$$, 'a rule that gets them has the last alert of each product that was not corrected'
);
select pg_temp.load_days('2025-03-04', '{"B0TESTA001": [100]}');
select is(pg_temp.outcomes('asks later', 'B0TESTA001'), '2 alert, 3 alert, 4 cooldown', 'the restored state is used');
update core.alert_rules set cooldown = '6 days', severity = 'high' where name = 'asks later';
select is((select count(*) from core.alert_states as s), 1::bigint, 'a rule that had states keeps them');
update core.alert_rules set severity = 'high' where name = 'never';
select is((select count(*) from core.alert_states as s), 1::bigint, 'a rule that does not need states gets none');

select * from finish();
rollback;
