begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(33);

-- Conditions that hold for several days: a price far from its average.
select pg_temp.rule(r.name, 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 90, "min_observed_days": 1}'::jsonb || r.fields)
from (values
    ('crossing', '{}'::jsonb), ('once', '{"rearm": "once"}'), ('extreme', '{"rearm": "new_extreme"}'),
    ('after 2 days', '{"rearm": "after_cooldown", "cooldown": "2 days"}'), ('cooldown', '{"cooldown": "4 days"}'),
    ('extreme and cooldown', '{"rearm": "new_extreme", "cooldown": "2 days"}')
) as r (name, fields);
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 100, 100, 80, 80, 75, 74, 100, 70, 70, 100, 60]}');
select is(
    pg_temp.outcomes('crossing', 'B0TESTA001'), '4 alert, 5 rearm, 6 rearm, 7 rearm, 8 alert, 9 alert, 10 rearm, 11 alert, 12 alert',
    'with every_crossing it alerts when the condition begins to hold, again after a pause, and for the other direction'
);
select is(
    pg_temp.outcomes('once', 'B0TESTA001'), '4 alert, 5 rearm, 6 rearm, 7 rearm, 8 rearm, 9 rearm, 10 rearm, 11 rearm, 12 rearm', 'with once it alerts once'
);
select is(
    pg_temp.outcomes('extreme', 'B0TESTA001'), '4 alert, 5 rearm, 6 alert, 7 alert, 8 alert, 9 alert, 10 rearm, 11 alert, 12 alert',
    'with new_extreme it alerts again while the condition holds, but not for the same value'
);
select is(
    pg_temp.outcomes('after 2 days', 'B0TESTA001'), '4 alert, 5 rearm, 6 alert, 7 rearm, 8 alert, 9 cooldown, 10 alert, 11 cooldown, 12 alert',
    'with after_cooldown it alerts again after the cooldown while the condition holds'
);
select is(
    pg_temp.outcomes('cooldown', 'B0TESTA001'), '4 alert, 5 rearm, 6 rearm, 7 rearm, 8 alert, 9 cooldown, 10 rearm, 11 cooldown, 12 alert',
    'a cooldown suppresses alerts until it is over'
);
select is(
    pg_temp.outcomes('extreme and cooldown', 'B0TESTA001'), '4 alert, 5 rearm, 6 alert, 7 cooldown, 8 alert, 9 cooldown, 10 alert, 11 cooldown, 12 alert',
    'a new extreme is suppressed during the cooldown too'
);
select is(
    (select s.alert_count || ' ' || s.last_alert_date || ' ' || s.last_value from core.alert_states as s inner join core.alert_rules as r on r.id = s.rule_id where r.name = 'after 2 days'),
    '5 2025-03-12 60.00', 'the state holds the last alert and the number of alerts'
);
select is(
    (
        select concat_ws(' ', s.asin, s.reason, s.old_value, s.new_value, s.change_pct, s.job_id)
        from core.alert_suppressions as s
        inner join core.alert_rules as r on r.id = s.rule_id
        where r.name = 'cooldown' and s.date = '2025-03-09'
    ),
    'B0TESTA001 cooldown 88.6250 70.00 -21.02 2025-03-09 8', 'a suppression has its values and its run'
);

-- A change against the previous observation is a crossing each time.
update core.alert_rules set is_active = false;
select pg_temp.rule('each', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('each, once', 'price', '{"threshold_pct": 10, "rearm": "once"}');
select pg_temp.rule('each, 3 days', 'price', '{"threshold_pct": 10, "cooldown": "3 days"}');
select pg_temp.load_days('2025-03-01', '{"B0TESTB001": [100, 80, 60, 60, 40], "B0TESTB002": [100, 80, 80, 80, 60]}');
select is(pg_temp.outcomes('each', 'B0TESTB001'), '2 alert, 3 alert, 5 alert', 'each further fall alerts');
select is(pg_temp.outcomes('each, once', 'B0TESTB001'), '2 alert, 3 rearm, 5 rearm', 'with once only the first fall alerts');
select is(pg_temp.outcomes('each, 3 days', 'B0TESTB001'), '2 alert, 3 cooldown, 5 alert', 'a cooldown suppresses a further fall');
select is(pg_temp.outcomes('each, 3 days', 'B0TESTB002'), '2 alert, 5 alert', 'the policy applies to each product separately');

select pg_temp.rule('beyond', 'price', '{"threshold_pct": 10, "rearm": "beyond_told", "cooldown": "7 days"}');
select pg_temp.load_days('2025-05-01', '{"B0TESTB003": [100, 80, 100, 80, 100, 60, 100, 130, 100], "B0TESTB004": [100, 80, 100, 80, 100, 80, 100, 80, 100, 80]}');
select is(pg_temp.outcomes('beyond', 'B0TESTB003'), '2 alert, 3 cooldown, 4 cooldown, 5 cooldown, 6 alert, 7 cooldown, 8 alert, 9 cooldown', 'beyond_told suppresses all but values beyond both values of the last alert');
select is(pg_temp.outcomes('beyond', 'B0TESTB004'), '2 alert, 3 cooldown, 4 cooldown, 5 cooldown, 6 cooldown, 7 cooldown, 8 cooldown, 9 alert, 10 cooldown', 'so a flapping price alerts once in a while');
select set_eq(
    $$select b.date, b.outcome from ops.backtest_rule((select r.id from core.alert_rules as r where r.name = 'beyond'), '2025-05-01', '2025-05-31') as b where b.asin ~ 'B0TESTB00[34]'$$,
    $$
        select a.date, 'alert' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'beyond' and a.date >= '2025-05-01'
        union all
        select s.date, s.reason from core.alert_suppressions as s inner join core.alert_rules as r on r.id = s.rule_id where r.name = 'beyond' and s.date >= '2025-05-01'
    $$, 'a back-test gives the same'
);

-- Quota: the largest changes of a day first, over all its batches.
update core.alert_rules set is_active = false;
select pg_temp.rule('two a day', 'price', '{"threshold_pct": 10, "max_per_day": 2}');
select pg_temp.rule('no limit', 'price', '{"threshold_pct": 10}');
select pg_temp.load_days('2025-03-01', '{"B0TESTC001": [100, 120], "B0TESTC002": [100, 30], "B0TESTC003": [100, 130], "B0TESTC004": [100, 125], "B0TESTC005": [100, 105]}');
select is(
    pg_temp.outcomes('two a day'), 'B0TESTC001 2 quota, B0TESTC002 2 alert, B0TESTC003 2 alert, B0TESTC004 2 quota',
    'above the quota only the largest changes alert, in either direction'
);
select is(pg_temp.outcomes('no limit'), 'B0TESTC001 2 alert, B0TESTC002 2 alert, B0TESTC003 2 alert, B0TESTC004 2 alert', 'a rule without a quota alerts about all of them');
select pg_temp.load_days('2025-03-01', '{"B0TESTC006": [100, 900, 90], "B0TESTC007": [100, 100, 500]}');
select is(
    pg_temp.outcomes('two a day', 'B0TESTC006') || '; ' || pg_temp.outcomes('two a day', 'B0TESTC007'), '2 quota, 3 alert; 3 alert',
    'a later batch of the day has no quota left; the next day has a new one'
);
select pg_temp.load_run('c6 again', pg_temp.observed('B0TESTC001', '2025-03-02', '{"price": 121, "bsr": 5}'));
select is(pg_temp.outcomes('two a day', 'B0TESTC001'), '2 quota', 'a replay changes nothing');
update core.alert_rules set max_per_day = 4 where name = 'two a day';
select pg_temp.load_run('c6 once more', pg_temp.observed('B0TESTC001', '2025-03-02', '{"price": 122, "bsr": 6}'));
select is(pg_temp.outcomes('two a day', 'B0TESTC001'), '2 alert', 'with a higher limit it alerts, and its suppression is deleted');

-- Snoozes.
update core.alert_rules set is_active = false;
select pg_temp.rule('snoozed', 'price', '{"threshold_pct": 10, "snooze_ends_at": "infinity"}');
select pg_temp.rule('snooze over', 'price', jsonb_build_object('threshold_pct', 10, 'snooze_ends_at', now()));
select pg_temp.rule('awake', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('confirm and snooze', 'price', '{"threshold_pct": 10, "snooze_ends_at": "infinity", "confirm_count": 2, "confirm_window": 2}');
insert into app.tracked_products (asin, snooze_ends_at)
values ('B0TESTD002', now() + interval '1 hour'), ('B0TESTD003', now() - interval '1 hour'), ('B0TESTD004', null);
select pg_temp.load_days('2025-03-01', '{"B0TESTD001": [100, 120], "B0TESTD002": [100, 120], "B0TESTD003": [100, 120], "B0TESTD004": [100, 100, 120]}');
select is(pg_temp.outcomes('snoozed'), 'B0TESTD001 2 snooze, B0TESTD002 2 snooze, B0TESTD003 2 snooze, B0TESTD004 3 snooze', 'a snoozed rule raises nothing, and its suppressions are stored');
select is(pg_temp.outcomes('awake'), 'B0TESTD001 2 alert, B0TESTD002 2 snooze, B0TESTD003 2 alert, B0TESTD004 3 alert', 'a snoozed product raises nothing for any rule');
select is(pg_temp.outcomes('snooze over', 'B0TESTD001'), '2 alert', 'a past snooze has no effect');
select is(pg_temp.outcomes('confirm and snooze', 'B0TESTD004'), '3 snooze', 'of several reasons the first one checked is stored');
update core.alert_rules set snooze_ends_at = null where name = 'snoozed';
select pg_temp.load_run('d1', pg_temp.observed('B0TESTD001', '2025-03-02', '{"price": 120, "bsr": 3}'));
select is(pg_temp.outcomes('snoozed', 'B0TESTD001'), '2 alert', 'a day that changes after the snooze is evaluated as usual');

-- Decisions are made once.
update core.alert_rules set is_active = name in ('awake', 'two a day'), cooldown = case name when 'awake' then interval '1 day' else cooldown end;
select ops.promotion_scratch();
select core.load_rules();
insert into pg_temp.rule_matches (rule_id, tenant_id, asin, marketplace, kind, date, is_news, is_history, is_crossing, change_pct, new_value)
select r.id, r.tenant_id, m.asin, 'US', 'PRICE_SPIKE', m.date, m.is_news, false, m.is_crossing, m.change_pct, 1
from core.alert_rules as r
cross join (values
    ('B0TESTE001', date '2025-03-09', true, true, 20), ('B0TESTE002', '2025-03-09', true, false, 20), ('B0TESTE003', '2025-03-09', false, true, 20),
    ('B0TESTE004', '2025-03-10', true, true, 20)
) as m (asin, date, is_news, is_crossing, change_pct)
where r.name = 'awake';
select core.apply_alert_policy(now(), '2025-03-09');
select results_eq(
    'select m.asin, m.outcome from pg_temp.rule_matches as m order by m.asin',
    $$values ('B0TESTE001', 'alert'), ('B0TESTE002', 'rearm'), ('B0TESTE003', null), ('B0TESTE004', null)$$,
    'for a given day it decides the matches of that day, and only news'
);
select results_eq('select s.asin, s.last_alert_date from pg_temp.rule_states as s', $$values ('B0TESTE001', '2025-03-09'::date)$$, 'alerts are added to the states of the rule');
select core.apply_alert_policy(now());
select is((select m.outcome from pg_temp.rule_matches as m where m.asin = 'B0TESTE004'), 'alert', 'without a day it decides the rest');
select is((select m.outcome from pg_temp.rule_matches as m where m.asin = 'B0TESTE003'), null, 'a match that is not news is never decided');

-- A false alarm that later data corrected suppresses nothing.
update core.alert_rules set is_active = false;
select pg_temp.rule('false alarm', 'price', '{"threshold_pct": 10, "rearm": "once", "cooldown": "30 days"}');
select pg_temp.load_days('2025-03-01', '{"B0TESTF001": [100, 1]}');
select pg_temp.load_run('f1', '{"asin": "B0TESTF001", "observed_date": "2025-03-02", "scraped_at": "2025-03-02T23:00:00Z", "price": 100}');
select is(pg_temp.outcomes('false alarm', 'B0TESTF001'), '2 alert corrected', 'a false price alerts until it is corrected');
select pg_temp.load_days('2025-03-03', '{"B0TESTF001": [80, 60]}');
select is(pg_temp.outcomes('false alarm', 'B0TESTF001'), '2 alert corrected, 3 alert, 4 rearm', 'the real change after it alerts although the rule alerts once, and within its cooldown');
select is(
    (select s.last_alert_date from core.alert_states as s where s.asin = 'B0TESTF001'), '2025-03-03'::date, 'the state of the rule then has the real change'
);
select is(
    (select count(*) from core.alert_suppressions as s inner join core.alerts as a using (rule_id, asin, marketplace, kind, date)), 0::bigint,
    'no match is both an alert and a suppression'
);

select * from finish();
rollback;
