begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/versions.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(34);

-- Of several observations of a day the last one counts.
create function pg_temp.later(p_asin text, p_date date, p_price numeric, p_now timestamptz default now())
returns void
language plpgsql
volatile
as $$
declare
    v_no bigint := (select count(*) from core.ingest_runs);
begin
    perform pg_temp.land_run(
        format('%s %s %s', p_asin, p_date, v_no),
        array[jsonb_build_object('asin', p_asin, 'scraped_at', p_date + interval '20 hours' + interval '1 second' * v_no, 'price', p_price)]
    );
    perform ops.promote_run(r.job_id, p_now) from core.ingest_runs as r where r.status = 'LANDED';
end;
$$;
-- The state of an alert and its number of notifications, after a series of prices of one day.
create function pg_temp.told(p_name text, p_asin text)
returns text
language sql
stable
as $$
    select concat_ws(' ', a.new_value, a.change_pct, a.severity, case when a.corrected_at is not null then 'corrected' end, a.details -> 'told')
    from core.alerts as a
    inner join core.alert_rules as r on r.id = a.rule_id
    where r.name = p_name and a.asin = p_asin;
$$;

select pg_temp.rule('price', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('up', 'price', '{"threshold_pct": 10, "direction": "up"}');
select pg_temp.rule('once', 'price', '{"threshold_pct": 10, "rearm": "once"}');
select pg_temp.rule('cooldown', 'price', '{"threshold_pct": 10, "cooldown": "3 days"}');
select pg_temp.rule('one a day', 'price', '{"threshold_pct": 10, "max_per_day": 1}');
select pg_temp.rule('any', 'price', '{"threshold_pct": 0}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 85], "B0TESTA002": [100, 120], "B0TESTA003": [100, 85, 85], "B0TESTA004": [100, 85]}');
select is(pg_temp.told('price', 'B0TESTA001'), '85.00 -15.00 medium', 'a change is notified');
select pg_temp.later('B0TESTA001', '2025-03-02', 80, '2025-03-02 21:00+00');
select is(pg_temp.told('price', 'B0TESTA001'), '80.00 -20.00 medium ["down"]', 'a larger change of the same day updates the alert');
select results_eq(
    $$select a.updated_at, a.title, a.message ~ '100.00 to 80.00' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'price' and a.asin = 'B0TESTA001'$$,
    $$values ('2025-03-02 21:00+00'::timestamptz, 'Price down 20.00 %: B0TESTA001', true)$$, 'its text and the time of the update change too'
);
select is_empty('select from pg_temp.raised_alerts', 'it is not notified again');
select pg_temp.later('B0TESTA001', '2025-03-02', 40);
select is(pg_temp.told('price', 'B0TESTA001'), '40.00 -60.00 high ["down", "down threefold"]', 'three times the threshold raises the severity by one level');
select results_eq(
    'select r.name, n.told_id > n.alert_id, n.told_id = a.told_id from pg_temp.raised_alerts as n inner join core.alerts as a on a.id = n.alert_id inner join core.alert_rules as r on r.id = n.rule_id order by 1',
    $$values ('price', true, true)$$, 'it is notified again, except by rules that alert once or have a cooldown'
);
select is(pg_temp.told('once', 'B0TESTA001') || '; ' || pg_temp.told('cooldown', 'B0TESTA001'), '40.00 -60.00 high ["down"]; 40.00 -60.00 high ["down"]', 'alerts of such rules are updated without a notification');
select is(
    (select s.last_value || ' ' || s.alert_count from core.alert_states as s inner join core.alert_rules as r on r.id = s.rule_id where r.name = 'cooldown' and s.asin = 'B0TESTA001'),
    '40.00 1', 'the states of the rules are updated too'
);
select pg_temp.later('B0TESTA001', '2025-03-02', 85);
select is(pg_temp.told('price', 'B0TESTA001'), '85.00 -15.00 medium ["down", "down threefold"]', 'a smaller change lowers the severity again');
select pg_temp.later('B0TESTA001', '2025-03-02', 30);
select is(pg_temp.told('price', 'B0TESTA001'), '30.00 -70.00 high ["down", "down threefold"]', 'no threshold is notified twice a day');
select is_empty('select from pg_temp.raised_alerts', 'a day');
create temp table versions as select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert';
select pg_temp.replay(r.job_id) from core.ingest_runs as r where r.job_id ~ 'B0TESTA001';
select ops.refresh_dirty();
select results_eq('select v.* from versions as v order by 1, 2', $$select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert' order by 1, 2$$, 'a replay of all of it writes nothing');
select pg_temp.later('B0TESTA001', '2025-03-02', 99);
select is(pg_temp.told('price', 'B0TESTA001'), '30.00 -70.00 high corrected ["down", "down threefold"]', 'a corrected alert keeps its last values');
select pg_temp.later('B0TESTA001', '2025-03-02', 88);
select is(pg_temp.told('price', 'B0TESTA001'), '88.00 -12.00 medium ["down", "down threefold"]', 'when the change returns the alert gets the current values');
select is((select r.alert_count from core.ingest_runs as r order by r.started_at desc, r.job_id desc limit 1), 0, 'the run does not count it as new');

-- The other direction.
select pg_temp.later('B0TESTA002', '2025-03-02', 60);
select is(pg_temp.told('price', 'B0TESTA002'), '60.00 -40.00 high ["up", "down threefold"]', 'a change in the other direction turns the alert of the day');
select is((select string_agg(r.name, ', ' order by r.name) from pg_temp.raised_alerts as n inner join core.alert_rules as r on r.id = n.rule_id), 'any, one a day, price', 'the turned alert is notified');
select is(pg_temp.told('up', 'B0TESTA002'), '120.00 20.00 medium corrected', 'the alert of a rule with one direction is corrected');
select is(pg_temp.told('once', 'B0TESTA002'), '60.00 -40.00 high ["up"]', 'a corrected alert suppresses nothing');
select is(pg_temp.outcomes('one a day', 'B0TESTA002'), '2 alert', 'nor does it count for a quota');
select pg_temp.later('B0TESTA002', '2025-03-02', 120);
select is(pg_temp.told('price', 'B0TESTA002') || '; ' || pg_temp.told('up', 'B0TESTA002'), '120.00 20.00 medium ["up", "down threefold"]; 120.00 20.00 medium', 'back in the first direction the threshold was notified already');
select is_empty('select from pg_temp.raised_alerts', 'so it is not notified again');
update core.alert_rules set snooze_ends_at = 'infinity' where name = 'price';
select pg_temp.later('B0TESTA002', '2025-03-02', 75);
select is(pg_temp.outcomes('price', 'B0TESTA002'), '2 alert corrected, 2 snooze', 'a suppressed change in the other direction is stored');
update core.alert_rules set snooze_ends_at = null where name = 'price';

-- Days that are not news.
select pg_temp.later('B0TESTA003', '2025-03-02', 40);
select is(pg_temp.told('price', 'B0TESTA003'), '40.00 -60.00 high ["down"]', 'the alert of an older day is updated');
select is_empty($$select from pg_temp.raised_alerts as n where n.date = '2025-03-02'$$, 'the update is not notified');
select pg_temp.later('B0TESTA003', '2025-03-02', 160);
select is(pg_temp.told('price', 'B0TESTA003'), '40.00 -60.00 high corrected ["down"]', 'it does not turn, since the day is not news');

-- Rules that changed since.
update core.alert_rules set threshold_pct = 5 where name = 'price';
select pg_temp.later('B0TESTA004', '2025-03-02', 30);
select is(pg_temp.told('price', 'B0TESTA004'), '85.00 -15.00 medium', 'a rule with a changed sentence does not update earlier alerts');
select is(pg_temp.told('any', 'B0TESTA004'), '30.00 -70.00 medium ["down"]', 'other rules do');

-- Values that are not numeric.
select pg_temp.rule('seller', 'buybox_seller');
select pg_temp.rule('stock', 'stock');
select pg_temp.load_days('2025-03-01', '{"B0TESTB001": [{"price": 10, "buybox_seller": "A1", "in_stock": true}, {"price": 10, "buybox_seller": "A2", "in_stock": false}]}');
select pg_temp.load_run('b1', '{"asin": "B0TESTB001", "scraped_at": "2025-03-02T23:00:00Z", "price": 10, "buybox_seller": "A3", "in_stock": true}');
select is(
    (select a.details ->> 'old' || ' ' || (a.details ->> 'new') from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'seller'),
    'A1 A3', 'a third seller on the day updates the alert'
);
select is(pg_temp.outcomes('stock'), 'B0TESTB001 2 alert corrected', 'stock that returns on the day corrects the alert');
select pg_temp.load_days('2025-03-03', '{"B0TESTB001": [{"price": 10, "in_stock": false}, {"price": 10, "in_stock": true}]}');
select is(pg_temp.outcomes('stock'), 'B0TESTB001 2 alert corrected, B0TESTB001 3 alert, B0TESTB001 4 alert', 'later days have their own alerts');
select is((select count(*) from core.alerts as a where a.details ? 'told' and a.updated_at is null), 0::bigint, 'an update keeps the list of notified thresholds');

-- Two days of one product in one run, of a rule with states.
select pg_temp.rule('further', 'price', '{"threshold_pct": 10, "rearm": "new_extreme"}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA009": [100, 80, 60]}');
select pg_temp.land_run('two days', array[
    '{"asin": "B0TESTA009", "scraped_at": "2025-03-02T22:00:00Z", "price": 75}', '{"asin": "B0TESTA009", "scraped_at": "2025-03-03T22:00:00Z", "price": 50}'
]::jsonb[]);
select is((select p.status from ops.promote_run('two days') as p), 'SUCCESS', 'alerts of two days are updated in one run');
select is(
    (select s.last_value from core.alert_states as s inner join core.alert_rules as r on r.id = s.rule_id where r.name = 'further' and s.asin = 'B0TESTA009'),
    50.00, 'the state of the rule has the newest day'
);

select * from finish();
rollback;
