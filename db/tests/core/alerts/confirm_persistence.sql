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
select is(pg_temp.outcomes('1 of 1', 'B0TESTA001'), '2 alert, 3 alert, 4 alert, 5 alert, 6 alert, 7 alert, 8 alert', 'a price that flips alerts each time where nothing is to be confirmed');
select is(pg_temp.outcomes('2 of 2', 'B0TESTA001'), null, 'of two observations it never moves: the one before both is as it is now');
select is(
    pg_temp.outcomes('3 of 3', 'B0TESTA001'), '4 confirm, 5 confirm, 6 confirm, 7 confirm, 8 confirm', 'three of three never hold while it flips, and that is kept'
);
select is(pg_temp.outcomes('1 of 1', 'B0TESTA002'), '4 alert', 'a price that stays down is told at once where nothing is to be confirmed');
select is(pg_temp.outcomes('1 of 2', 'B0TESTA002'), '4 alert, 5 rearm', 'one of two is told at once, and not again while it holds');
select is(pg_temp.outcomes('2 of 2', 'B0TESTA002'), '4 confirm, 5 alert', 'two of two on the second observation');
select is(pg_temp.outcomes('2 of 3', 'B0TESTA002'), '4 confirm, 5 alert, 6 rearm', 'two of three on the second, and not again on the third');
select is(pg_temp.outcomes('3 of 3', 'B0TESTA002'), '4 confirm, 5 confirm, 6 alert', 'three of three on the third');
select is(pg_temp.outcomes('2 of 3', 'B0TESTA003'), '4 confirm, 6 alert, 8 alert', 'two of three may have one between that does not hold, which the next are compared with');
select is(pg_temp.outcomes('3 of 3', 'B0TESTA003'), '4 confirm, 6 confirm, 8 alert', 'three of three may not');
select is(
    pg_temp.outcomes('2 of 2', 'B0TESTA004'), '4 confirm, 7 alert', 'a gap and a blocked page between confirm nothing and disprove nothing'
);
select is(pg_temp.outcomes('3 of 3', 'B0TESTA004'), '4 confirm, 7 confirm, 8 alert', 'nor do they count');
select is(
    pg_temp.outcomes('3 of 3', 'B0TESTA005'), '4 confirm, 5 confirm, 6 confirm, 8 alert',
    'a move the other way confirms nothing'
);
select is(pg_temp.outcomes('2 of 2', 'B0TESTA006'), '3 alert', 'with just enough observations it is judged');
select is(pg_temp.outcomes('3 of 3', 'B0TESTA006'), null, 'with fewer it is not');
select is(
    (select a.details ->> 'previous_date' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = '3 of 3' and a.asin = 'B0TESTA002'),
    '2025-03-03', 'the alert says since when: the observation before all that were asked'
);

-- Averages and their confirmation, observation by observation.
update core.alert_rules set is_active = false;
select pg_temp.rule('average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7, "min_observed_days": 1}');
select pg_temp.rule('average 2 of 2', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7, "min_observed_days": 1, "confirm_count": 2, "confirm_window": 2}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTB001": [100, 100, 100, 100, 80, 80, 80, 100, 100, 70, 70],
    "B0TESTB002": [100, 100, 100, 100, 80, 130, 130, 100]
}');
select is(
    pg_temp.outcomes('average', 'B0TESTB001'), '5 alert, 6 rearm, 7 rearm, 10 alert, 11 rearm',
    'against an average it alerts when it begins to hold, not while it holds, and again after it did not'
);
select is(pg_temp.outcomes('average 2 of 2', 'B0TESTB001'), '5 confirm, 6 alert, 7 rearm, 10 confirm, 11 alert', 'and so with confirmation');
select is(pg_temp.outcomes('average', 'B0TESTB002'), '5 alert, 6 alert, 7 rearm', 'up after down begins anew');
select is(pg_temp.outcomes('average 2 of 2', 'B0TESTB002'), '5 confirm, 6 confirm, 7 alert', 'and has to be confirmed anew');

-- What stays behind.
select is_empty('select 1 from pg_temp.rule_matches as m where m.is_history', 'no match of a day that was only looked at stays');
select is_empty('select 1 from pg_temp.rule_days as k where k.is_history', 'nor the day itself');

select * from finish();
rollback;
