begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(22);

select pg_temp.rule('1 of 1', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('1 of 2', 'price', '{"threshold_pct": 10, "confirm_count": 1, "confirm_window": 2}');
select pg_temp.rule('2 of 2', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 2}');
select pg_temp.rule('2 of 3', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 3}');
select pg_temp.rule('3 of 3', 'price', '{"threshold_pct": 10, "confirm_count": 3, "confirm_window": 3}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [100, 80, 100, 80, 100, 80, 100, 80],
    "B0TESTA002": [100, 100, 100, 80, 80, 80, 80, 80],
    "B0TESTA003": [100, 100, 100, 80, 100, 80, 80, 80],
    "B0TESTA004": [100, 100, 100, 80, null, {"status": "blocked", "price": 1}, 80, 80],
    "B0TESTA005": [100, 100, 100, 120, 80, 120, 120, 120],
    "B0TESTA006": [100, 80, 80]
}');
select is(pg_temp.outcomes('1 of 1', 'B0TESTA001'), '2 alert, 3 alert, 4 alert, 5 alert, 6 alert, 7 alert, 8 alert', 'without confirmation a price that flips alerts each time');
select is(pg_temp.outcomes('2 of 2', 'B0TESTA001'), null, 'with two observations it never changes: the base is the observation before both');
select is(
    pg_temp.outcomes('3 of 3', 'B0TESTA001'), '4 confirm, 5 confirm, 6 confirm, 7 confirm, 8 confirm', 'three of three never hold for a price that flips, which is stored as a suppression'
);
select is(pg_temp.outcomes('1 of 1', 'B0TESTA002'), '4 alert', 'without confirmation a price that stays down alerts at once');
select is(pg_temp.outcomes('1 of 2', 'B0TESTA002'), '4 alert, 5 rearm', 'one of two alerts at once, and not again while it holds');
select is(pg_temp.outcomes('2 of 2', 'B0TESTA002'), '4 confirm, 5 alert', 'two of two alert on the second observation');
select is(pg_temp.outcomes('2 of 3', 'B0TESTA002'), '4 confirm, 5 alert, 6 rearm', 'two of three alert on the second observation, and not again on the third');
select is(pg_temp.outcomes('3 of 3', 'B0TESTA002'), '4 confirm, 5 confirm, 6 alert', 'three of three alert on the third observation');
select is(pg_temp.outcomes('2 of 3', 'B0TESTA003'), '4 confirm, 6 alert, 8 alert', 'two of three may include one that does not hold, which is the base of the next');
select is(pg_temp.outcomes('3 of 3', 'B0TESTA003'), '4 confirm, 6 confirm, 8 alert', 'three of three may not');
select is(
    pg_temp.outcomes('2 of 2', 'B0TESTA004'), '4 confirm, 7 alert', 'a gap and a blocked page in between have no effect'
);
select is(pg_temp.outcomes('3 of 3', 'B0TESTA004'), '4 confirm, 7 confirm, 8 alert', 'gaps and blocked pages are not counted');
select is(
    pg_temp.outcomes('3 of 3', 'B0TESTA005'), '4 confirm, 5 confirm, 6 confirm, 8 alert',
    'a change in the other direction does not confirm'
);
select is(pg_temp.outcomes('2 of 2', 'B0TESTA006'), '3 alert', 'with exactly enough observations the rule is evaluated');
select is(pg_temp.outcomes('3 of 3', 'B0TESTA006'), null, 'with fewer observations it is not');
select is(
    (select a.details ->> 'previous_date' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = '3 of 3' and a.asin = 'B0TESTA002'),
    '2025-03-03', 'the alert names the base: the observation before the confirmation window'
);

-- Averages and their confirmation, for each observation.
update core.alert_rules set is_active = false;
select pg_temp.rule('average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7, "min_observed_days": 1}');
select pg_temp.rule('average 2 of 2', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7, "min_observed_days": 1, "confirm_count": 2, "confirm_window": 2}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTB001": [100, 100, 100, 100, 80, 80, 80, 100, 100, 70, 70],
    "B0TESTB002": [100, 100, 100, 100, 80, 130, 130, 100]
}');
select is(
    pg_temp.outcomes('average', 'B0TESTB001'), '5 alert, 6 rearm, 7 rearm, 10 alert, 11 rearm',
    'against an average it alerts when the condition begins to hold, and again after a pause'
);
select is(pg_temp.outcomes('average 2 of 2', 'B0TESTB001'), '5 confirm, 6 alert, 7 rearm, 10 confirm, 11 alert', 'with confirmation it does the same');
select is(pg_temp.outcomes('average', 'B0TESTB002'), '5 alert, 6 alert, 7 rearm', 'up after down is a new crossing');
select is(pg_temp.outcomes('average 2 of 2', 'B0TESTB002'), '5 confirm, 6 confirm, 7 alert', 'the other direction must be confirmed anew');

-- Temporary rows.
select is_empty('select 1 from pg_temp.rule_matches as m where m.is_history', 'matches of days evaluated only as history are deleted');
select is_empty('select 1 from pg_temp.rule_days as k where k.is_history', 'the days themselves are deleted too');

select * from finish();
rollback;
