begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(7);

select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 100, 100, 50, 50], "B0TESTA002": [100, 100, 100, 100, 80]}');
select pg_temp.rule('average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7}');
create function pg_temp.judge(p_asin text, p_is_new_rule boolean)
returns integer
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules();
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    values (p_asin, 'US', '2025-03-05', '2025-03-04', 1, true, false, false);
    return core.evaluate_rule_days(p_is_new_rule, 'job', now());
end;
$$;

select is(pg_temp.judge('B0TESTA001', false), 0, 'a condition that held yesterday is not a crossing');
select is(pg_temp.outcomes('average', 'B0TESTA001'), '5 rearm', 'it is stored as a suppression');
select is(pg_temp.judge('B0TESTA001', true), 1, 'for a new rule it is a crossing');
select is(pg_temp.outcomes('average', 'B0TESTA001'), '5 alert', 'for a new rule it alerts');
select is(pg_temp.judge('B0TESTA001', true), 0, 'once');
select is(pg_temp.judge('B0TESTA002', false), 1, 'a condition that begins to hold alerts for both');
update core.alert_rules set is_active = false;
select is(pg_temp.judge('B0TESTA002', false), 0, 'without rules nothing alerts');

select * from finish();
rollback;
