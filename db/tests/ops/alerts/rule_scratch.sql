begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select lives_ok('select ops.rule_scratch()', 'the temporary tables of rules are created');
select set_eq(
    $$select c.relname::text from pg_class as c where c.relnamespace = pg_my_temp_schema() and c.relkind = 'r' and c.relname !~ '^__'$$,
    $$values ('evaluated_rules'), ('watched_changes'), ('rule_days'), ('rule_changes'), ('rule_matches'), ('rule_history'), ('rule_states'), ('raised_alerts')$$,
    'all of them are created'
);
select throws_ok('select ops.rule_scratch()', '42P07', null, 'they are created once a session; ops.promotion_scratch checks whether they exist');

select * from finish();
rollback;
