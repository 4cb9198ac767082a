begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/versions.psql
set local role asinmart_owner;
select plan(50);

-- Loads two days of a product; the second may raise alerts.
create function pg_temp.move(p_asin text, p_before jsonb, p_after jsonb)
returns void
language sql
volatile
as $$
    select pg_temp.load_run(p_asin || ' 1', pg_temp.observed(p_asin, '2025-03-10', p_before));
    select pg_temp.load_run(p_asin || ' 2', pg_temp.observed(p_asin, '2025-03-11', p_after));
$$;
create function pg_temp.kinds(p_asin text)
returns setof text
language sql
stable
as $$
    select a.kind from core.alerts as a where a.asin = p_asin order by a.kind;
$$;

select pg_temp.move('B0TESTA001', '{"price": 100}', '{"price": 110}');
select is_empty($$select pg_temp.kinds('B0TESTA001')$$, 'a price up by exactly 10 % raises nothing');
select pg_temp.move('B0TESTA002', '{"price": 100}', '{"price": 110.01}');
select results_eq($$select pg_temp.kinds('B0TESTA002')$$, $$values ('PRICE_SPIKE')$$, '10.01 % does');
select pg_temp.move('B0TESTA003', '{"price": 100}', '{"price": 90}');
select is_empty($$select pg_temp.kinds('B0TESTA003')$$, 'down by exactly 10 % raises nothing');
select pg_temp.move('B0TESTA004', '{"price": 100}', '{"price": 89.99}');
select results_eq($$select pg_temp.kinds('B0TESTA004')$$, $$values ('PRICE_SPIKE')$$, 'down by 10.01 % does');
select results_eq(
    $$
        select a.old_value, a.new_value, a.change_pct, a.severity, a.date, a.job_id, a.title, a.message
        from core.alerts as a where a.asin = 'B0TESTA004'
    $$,
    $$values (
        100::numeric, 89.99, -10.01, 'medium', '2025-03-11'::date, 'B0TESTA004 2', 'Price down 10.01 %: B0TESTA004',
        'B0TESTA004 (US): from 2025-03-10 to 2025-03-11, price 100.00 to 89.99 USD (-10.01 %). Rule "Price": Any observed product: the price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days.'
    )$$,
    'an alert says what moved, from where, and beyond what'
);
select results_eq(
    $$select a.details from core.alerts as a where a.asin = 'B0TESTA004'$$,
    $$values ('{
        "date": "2025-03-11", "previous_date": "2025-03-10", "days_since_previous": 1, "direction": "down",
        "threshold_pct": 10, "currency": "USD",
        "rule": "Any observed product: the price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days."
    }'::jsonb)$$,
    'everything behind it is kept'
);
select pg_temp.move('B0TESTA005', '{"price": 100}', '{"price": 130}');
select is((select a.severity from core.alerts as a where a.asin = 'B0TESTA005'), 'high', 'three times the threshold is severe');

select pg_temp.move('B0TESTA006', '{"price": 1, "bsr": 100}', '{"price": 1, "bsr": 130}');
select is_empty($$select pg_temp.kinds('B0TESTA006')$$, 'a rank worse by exactly 30 % raises nothing');
select pg_temp.move('B0TESTA007', '{"price": 1, "bsr": 10000}', '{"price": 1, "bsr": 13001}');
select results_eq($$select pg_temp.kinds('B0TESTA007')$$, $$values ('BSR_DROP')$$, '30.01 % does');
select pg_temp.move('B0TESTA008', '{"price": 1, "bsr": 10000}', '{"price": 1, "bsr": 6999}');
select results_eq($$select pg_temp.kinds('B0TESTA008')$$, $$values ('BSR_DROP')$$, 'so does a rank better by 30.01 %');
select ok(
    (select a.title ~ '^Rank better by 30.01 %' from core.alerts as a where a.asin = 'B0TESTA008'),
    'and it says that the rank is better'
);
select pg_temp.move('B0TESTA009', '{"price": 1, "bsr": 10, "bsr_category": "A"}', '{"price": 1, "bsr": 900, "bsr_category": "B"}');
select is_empty($$select pg_temp.kinds('B0TESTA009')$$, 'a rank in another category is no move');

select pg_temp.move('B0TESTA010', '{"price": 1, "rating": 4.5}', '{"price": 1, "rating": 4.31}');
select is_empty($$select pg_temp.kinds('B0TESTA010')$$, 'a rating down by 0.19 raises nothing');
select pg_temp.move('B0TESTA011', '{"price": 1, "rating": 4.5}', '{"price": 1, "rating": 4.3}');
select results_eq($$select pg_temp.kinds('B0TESTA011')$$, $$values ('RATING_DROP')$$, 'down by exactly 0.2 does');
select pg_temp.move('B0TESTA012', '{"price": 1, "rating": 3.5}', '{"price": 1, "rating": 4.5}');
select is_empty($$select pg_temp.kinds('B0TESTA012')$$, 'a better rating is no drop');

select pg_temp.move('B0TESTA013', '{"price": 10, "buybox_seller": "A1"}', '{"price": 10, "buybox_seller": "A2"}');
select results_eq($$select pg_temp.kinds('B0TESTA013')$$, $$values ('BUYBOX_CHANGE')$$, 'another seller of the featured offer is a change');
select results_eq(
    $$select a.title, a.details ->> 'old', a.details ->> 'new' from core.alerts as a where a.asin = 'B0TESTA013'$$,
    $$values ('Buy box moved to A2: B0TESTA013', 'A1', 'A2')$$,
    'and names both'
);
select pg_temp.move('B0TESTA014', '{"price": 10, "buybox_seller": "A1"}', '{"price": 10.01, "buybox_seller": "A1"}');
select is_empty($$select pg_temp.kinds('B0TESTA014')$$, 'another price of it is not, unless a rule asks');
select pg_temp.move('B0TESTA015', '{"price": 10, "buybox_seller": "A1"}', '{"price": 10}');
select is_empty($$select pg_temp.kinds('B0TESTA015')$$, 'an unknown seller is no other seller');

select pg_temp.move('B0TESTA016', '{"price": 10, "bsr": 5, "rating": 4.5, "buybox_seller": "A1"}', '{"status": "blocked", "price": 0, "rating": 1, "bsr": 9}');
select is_empty($$select pg_temp.kinds('B0TESTA016')$$, 'a blocked observation raises nothing');
select pg_temp.load_run('B0TESTA016 3', pg_temp.observed('B0TESTA016', '2025-03-12', '{"price": 10, "bsr": 5, "rating": 4.5, "buybox_seller": "A1"}'));
select is_empty($$select pg_temp.kinds('B0TESTA016')$$, 'nor does the return from it: the day before it is compared');
select pg_temp.move('B0TESTA017', '{"price": 10}', '{"availability": "Currently unavailable."}');
select is_empty($$select pg_temp.kinds('B0TESTA017')$$, 'a missing price is not a price of 0');

-- Many kinds at once, then the same day again.
select pg_temp.move(
    'B0TESTA018', '{"price": 10, "bsr": 5, "rating": 4.5, "buybox_seller": "A1"}',
    '{"price": 20, "bsr": 50, "rating": 4, "buybox_seller": "A2"}'
);
select results_eq(
    $$select pg_temp.kinds('B0TESTA018')$$,
    $$values ('BSR_DROP'), ('BUYBOX_CHANGE'), ('PRICE_SPIKE'), ('RATING_DROP')$$,
    'a day can raise one alert of each kind'
);
select is((select r.alert_count from core.ingest_runs as r where r.job_id = 'B0TESTA018 2'), 4, 'the run counts them');
select pg_temp.load_run('B0TESTA018 3', '{"asin": "B0TESTA018", "scraped_at": "2025-03-11T23:00:00Z", "price": 40, "bsr": 500, "rating": 3}');
select results_eq(
    $$select count(*), max(a.new_value) filter (where a.kind = 'PRICE_SPIKE') from core.alerts as a where a.asin = 'B0TESTA018'$$,
    $$values (4::bigint, 40::numeric)$$,
    'a second move on one day raises no second alert: the first follows it'
);
select pg_temp.replay('B0TESTA018 2');
select is((select count(*) from core.alerts as a where a.asin = 'B0TESTA018'), 4::bigint, 'a replay raises none');

-- Old news.
select pg_temp.load_run('B0TESTA018 4', pg_temp.observed('B0TESTA018', '2025-02-01', '{"price": 1000}'), pg_temp.observed('B0TESTA018', '2025-02-02', '{"price": 1}'));
select is(
    (select count(*) from core.alerts as a where a.asin = 'B0TESTA018'), 4::bigint,
    'history that comes in later raises nothing for days that are not the newest'
);
select pg_temp.load_run('B0TESTA019 1', pg_temp.observed('B0TESTA019', '2025-03-10', '{"price": 10}'), pg_temp.observed('B0TESTA019', '2025-03-11', '{"price": 20}'), pg_temp.observed('B0TESTA019', '2025-03-12', '{"price": 21}'));
select is_empty($$select pg_temp.kinds('B0TESTA019')$$, 'of an imported history only the newest day can alert');

-- Limits are settings.
update ops.settings set value = '5' where name = 'alert_price_change_pct';
select pg_temp.move('B0TESTA020', '{"price": 100}', '{"price": 105.01}');
select results_eq($$select pg_temp.kinds('B0TESTA020')$$, $$values ('PRICE_SPIKE')$$, 'a lowered threshold counts from the next run');

-- Extremes.
select pg_temp.move('B0TESTA021', '{"price": 0.01, "bsr": 1}', '{"price": 100000, "bsr": 2147483647}');
select results_eq(
    $$select a.kind, a.change_pct from core.alerts as a where a.asin = 'B0TESTA021' order by a.kind$$,
    $$values ('BSR_DROP', 214748364600.00), ('PRICE_SPIKE', 999999900.00)$$,
    'no move is too big to be told'
);
select is_empty(
    $$select a.message from core.alerts as a where a.message ~ '#' or a.title ~ '#'$$, 'and its sentence shows the number'
);

-- By hand: the refresh raises it too, with no run behind it.
update core.product_metrics_daily set price = 500 where asin = 'B0TESTA001' and date = '2025-03-11';
select ops.refresh_dirty();
select results_eq(
    $$select a.kind, a.job_id, a.new_value from core.alerts as a where a.asin = 'B0TESTA001'$$,
    $$values ('PRICE_SPIKE', null, 500::numeric)$$,
    'a correction by hand of the newest day can alert'
);
select is_empty(
    $$select 1 from core.alerts as a where a.tenant_id <> '00000000-0000-0000-0000-000000000001'$$,
    'alerts belong to the default tenant'
);
select throws_ok(
    $$
        insert into core.alerts (rule_id, asin, marketplace, kind, date, title, message)
        select a.rule_id, a.asin, a.marketplace, a.kind, a.date, 't', 'm' from core.alerts as a where a.asin = 'B0TESTA001'
    $$,
    '23505', null, 'one alert a rule, product, kind and day is a constraint'
);
select results_eq(
    $$select distinct a.tableoid::regclass::text from core.alerts as a$$, $$values ('partitions.alerts_2025_03')$$,
    'alerts lie with the month of their day'
);
-- Rules that look at what holds already when they are made, and rules that wait.
\ir ../../support/rules.psql
select pg_temp.load_days('2025-04-01', '{
    "B0TESTC001": [100, 100, 100, 70, 70], "B0TESTC002": [100, 120], "B0TESTC003": [100, 120, 120], "B0TESTC004": [100], "B0TESTC005": [100, 120]
}');
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTC005', 'B0TESTC001');
select ops.refresh_dirty();
insert into app.tracked_products (asin) select 'B0TESTC00' || i from generate_series(1, 5) as i;
select pg_temp.rule(r.name, r.rule_type, r.fields || '{"scope_type": "tracked"}')
from (values
    ('looks', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7, "evaluate_on_create": true}'::jsonb),
    ('waits', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7}'),
    ('looks at moves', 'price', '{"threshold_pct": 10, "evaluate_on_create": true}'),
    ('looks at competitors', 'undercut', '{"evaluate_on_create": true}'),
    ('looks, confirmed', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 2, "evaluate_on_create": true}'),
    ('looks, two at most', 'price', '{"threshold_pct": 10, "evaluate_on_create": true, "max_per_day": 1}'),
    ('looks, snoozed', 'price', '{"threshold_pct": 10, "evaluate_on_create": true, "snooze_ends_at": "infinity"}')
) as r (name, rule_type, fields);
select is(pg_temp.outcomes('looks'), null, 'a rule looks at nothing before the next refresh');
select ops.refresh_dirty('2025-04-06 12:00+00');
select is(pg_temp.outcomes('looks'), 'B0TESTC001 5 alert', 'a rule made to look at what holds already alerts about it, although it began before');
select is(pg_temp.outcomes('waits'), null, 'another waits for what begins to hold');
select is(pg_temp.outcomes('looks at moves'), 'B0TESTC002 2 alert, B0TESTC005 2 alert', 'of moves it looks at the newest day');
select is(pg_temp.outcomes('looks at competitors'), 'B0TESTC005 2 alert', 'of competitors likewise');
select is(pg_temp.outcomes('looks, confirmed'), 'B0TESTC001 5 alert, B0TESTC003 3 alert', 'what was confirmed before it was made is');
select is(pg_temp.outcomes('looks, two at most'), 'B0TESTC002 2 alert, B0TESTC005 2 quota', 'quotas count');
select is(pg_temp.outcomes('looks, snoozed'), 'B0TESTC002 2 snooze, B0TESTC005 2 snooze', 'and snoozes');
select is_empty('table ops.dirty_rules', 'it looks once');
create temp table versions as select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert';
select ops.refresh_dirty();
select pg_temp.replay(r.job_id) from core.ingest_runs as r where r.job_id ~ '^2025-04-05';
select results_eq('select v.* from versions as v order by 1, 2', $$select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert' order by 1, 2$$, 'neither another refresh nor a replay writes a row');
select pg_temp.load_days('2025-04-06', '{"B0TESTC001": [70, 69]}');
select is(pg_temp.outcomes('looks', 'B0TESTC001'), '5 alert, 6 rearm, 7 rearm', 'afterwards it goes on as any rule');
select is(pg_temp.outcomes('waits', 'B0TESTC001'), '6 rearm, 7 rearm', 'as does the one that waited');

-- Days that others wrote, again and again.
update core.product_metrics_daily set price = 30 where asin = 'B0TESTC001' and date = '2025-04-07';
select ops.refresh_dirty();
select is(pg_temp.outcomes('looks at moves', 'B0TESTC001'), '7 alert', 'a day written by hand is judged');
truncate versions;
insert into versions select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert';
update core.product_metrics_daily set price = price where asin = 'B0TESTC001';
select ops.refresh_dirty();
select results_eq('select v.* from versions as v order by 1, 2', $$select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert' order by 1, 2$$, 'once: written again as it was it writes no row of alerts');

-- Retention takes the alerts of March away.
alter table core.alerts detach partition partitions.alerts_2025_03;
update ops.partition_policies set horizon = '2025-04-01' where parent = 'core.alerts';
update core.product_metrics_daily set price = 900 where asin = 'B0TESTA001' and date = '2025-03-11';
select ops.refresh_dirty();
select is_empty($$select 1 from core.alerts as a where a.asin = 'B0TESTA001'$$, 'a day whose alerts were taken away does not alert again');

select * from finish();
rollback;
