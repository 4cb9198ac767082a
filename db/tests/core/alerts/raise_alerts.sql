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
select is_empty($$select pg_temp.kinds('B0TESTA003')$$, 'a price down by exactly 10 % raises nothing');
select pg_temp.move('B0TESTA004', '{"price": 100}', '{"price": 89.99}');
select results_eq($$select pg_temp.kinds('B0TESTA004')$$, $$values ('PRICE_SPIKE')$$, 'a price down by 10.01 % alerts');
select results_eq(
    $$
        select a.old_value, a.new_value, a.change_pct, a.severity, a.date, a.job_id, a.title, a.message
        from core.alerts as a where a.asin = 'B0TESTA004'
    $$,
    $$values (
        100::numeric, 89.99, -10.01, 'medium', '2025-03-11'::date, 'B0TESTA004 2', 'Price down 10.01 %: B0TESTA004',
        'B0TESTA004 (US): from 2025-03-10 to 2025-03-11, price 100.00 to 89.99 USD (-10.01 %). Rule "Price": Any observed product: the price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days.'
    )$$,
    'an alert has the value, its base and the threshold'
);
select results_eq(
    $$select a.details from core.alerts as a where a.asin = 'B0TESTA004'$$,
    $$values ('{
        "date": "2025-03-11", "previous_date": "2025-03-10", "days_since_previous": 1, "direction": "down",
        "threshold_pct": 10, "currency": "USD",
        "rule": "Any observed product: the price changes by more than 10 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days."
    }'::jsonb)$$,
    'an alert has all its details'
);
select pg_temp.move('B0TESTA005', '{"price": 100}', '{"price": 130}');
select is((select a.severity from core.alerts as a where a.asin = 'B0TESTA005'), 'high', 'three times the threshold raises the severity');

select pg_temp.move('B0TESTA006', '{"price": 1, "bsr": 100}', '{"price": 1, "bsr": 130}');
select is_empty($$select pg_temp.kinds('B0TESTA006')$$, 'a rank worse by exactly 30 % raises nothing');
select pg_temp.move('B0TESTA007', '{"price": 1, "bsr": 10000}', '{"price": 1, "bsr": 13001}');
select results_eq($$select pg_temp.kinds('B0TESTA007')$$, $$values ('BSR_DROP')$$, '30.01 % does');
select pg_temp.move('B0TESTA008', '{"price": 1, "bsr": 10000}', '{"price": 1, "bsr": 6999}');
select results_eq($$select pg_temp.kinds('B0TESTA008')$$, $$values ('BSR_DROP')$$, 'a rank better by 30.01 % alerts');
select ok(
    (select a.title ~ '^Rank better by 30.01 %' from core.alerts as a where a.asin = 'B0TESTA008'),
    'the alert says that the rank is better'
);
select pg_temp.move('B0TESTA009', '{"price": 1, "bsr": 10, "bsr_category": "A"}', '{"price": 1, "bsr": 900, "bsr_category": "B"}');
select is_empty($$select pg_temp.kinds('B0TESTA009')$$, 'a rank in another category is no change');

select pg_temp.move('B0TESTA010', '{"price": 1, "rating": 4.5}', '{"price": 1, "rating": 4.31}');
select is_empty($$select pg_temp.kinds('B0TESTA010')$$, 'a rating down by 0.19 raises nothing');
select pg_temp.move('B0TESTA011', '{"price": 1, "rating": 4.5}', '{"price": 1, "rating": 4.3}');
select results_eq($$select pg_temp.kinds('B0TESTA011')$$, $$values ('RATING_DROP')$$, 'a rating down by exactly 0.2 alerts');
select pg_temp.move('B0TESTA012', '{"price": 1, "rating": 3.5}', '{"price": 1, "rating": 4.5}');
select is_empty($$select pg_temp.kinds('B0TESTA012')$$, 'a better rating is no drop');

select pg_temp.move('B0TESTA013', '{"price": 10, "buybox_seller": "A1"}', '{"price": 10, "buybox_seller": "A2"}');
select results_eq($$select pg_temp.kinds('B0TESTA013')$$, $$values ('BUYBOX_CHANGE')$$, 'another seller of the featured offer alerts');
select results_eq(
    $$select a.title, a.details ->> 'old', a.details ->> 'new' from core.alerts as a where a.asin = 'B0TESTA013'$$,
    $$values ('Buy box moved to A2: B0TESTA013', 'A1', 'A2')$$,
    'the alert has both sellers'
);
select pg_temp.move('B0TESTA014', '{"price": 10, "buybox_seller": "A1"}', '{"price": 10.01, "buybox_seller": "A1"}');
select is_empty($$select pg_temp.kinds('B0TESTA014')$$, 'another price of the featured offer raises nothing by default');
select pg_temp.move('B0TESTA015', '{"price": 10, "buybox_seller": "A1"}', '{"price": 10}');
select is_empty($$select pg_temp.kinds('B0TESTA015')$$, 'an unknown seller is not another seller');

select pg_temp.move('B0TESTA016', '{"price": 10, "bsr": 5, "rating": 4.5, "buybox_seller": "A1"}', '{"status": "blocked", "price": 0, "rating": 1, "bsr": 9}');
select is_empty($$select pg_temp.kinds('B0TESTA016')$$, 'a blocked observation raises nothing');
select pg_temp.load_run('B0TESTA016 3', pg_temp.observed('B0TESTA016', '2025-03-12', '{"price": 10, "bsr": 5, "rating": 4.5, "buybox_seller": "A1"}'));
select is_empty($$select pg_temp.kinds('B0TESTA016')$$, 'the day after it raises nothing: it is compared with the day before it');
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
select is((select r.alert_count from core.ingest_runs as r where r.job_id = 'B0TESTA018 2'), 4, 'the run counts its alerts');
select pg_temp.load_run('B0TESTA018 3', '{"asin": "B0TESTA018", "scraped_at": "2025-03-11T23:00:00Z", "price": 40, "bsr": 500, "rating": 3}');
select results_eq(
    $$select count(*), max(a.new_value) filter (where a.kind = 'PRICE_SPIKE') from core.alerts as a where a.asin = 'B0TESTA018'$$,
    $$values (4::bigint, 40::numeric)$$,
    'a second change on one day updates the alert instead of raising another'
);
select pg_temp.replay('B0TESTA018 2');
select is((select count(*) from core.alerts as a where a.asin = 'B0TESTA018'), 4::bigint, 'a replay raises no alerts');

-- Late data.
select pg_temp.load_run('B0TESTA018 4', pg_temp.observed('B0TESTA018', '2025-02-01', '{"price": 1000}'), pg_temp.observed('B0TESTA018', '2025-02-02', '{"price": 1}'));
select is(
    (select count(*) from core.alerts as a where a.asin = 'B0TESTA018'), 4::bigint,
    'late data raises nothing for days that are not the newest'
);
select pg_temp.load_run('B0TESTA019 1', pg_temp.observed('B0TESTA019', '2025-03-10', '{"price": 10}'), pg_temp.observed('B0TESTA019', '2025-03-11', '{"price": 20}'), pg_temp.observed('B0TESTA019', '2025-03-12', '{"price": 21}'));
select is_empty($$select pg_temp.kinds('B0TESTA019')$$, 'only the newest day of an imported history can alert');

-- Limits are settings.
update ops.settings set value = '5' where name = 'alert_price_change_pct';
select pg_temp.move('B0TESTA020', '{"price": 100}', '{"price": 105.01}');
select results_eq($$select pg_temp.kinds('B0TESTA020')$$, $$values ('PRICE_SPIKE')$$, 'a lowered threshold applies from the next run on');

-- Extremes.
select pg_temp.move('B0TESTA021', '{"price": 0.01, "bsr": 1}', '{"price": 100000, "bsr": 2147483647}');
select results_eq(
    $$select a.kind, a.change_pct from core.alerts as a where a.asin = 'B0TESTA021' order by a.kind$$,
    $$values ('BSR_DROP', 214748364600.00), ('PRICE_SPIKE', 999999900.00)$$,
    'the largest change alerts'
);
select is_empty(
    $$select a.message from core.alerts as a where a.message ~ '#' or a.title ~ '#'$$, 'its sentence has the number'
);

-- Manual changes: the refresh raises alerts too, without a run.
update core.product_metrics_daily set price = 500 where asin = 'B0TESTA001' and date = '2025-03-11';
select ops.refresh_dirty();
select results_eq(
    $$select a.kind, a.job_id, a.new_value from core.alerts as a where a.asin = 'B0TESTA001'$$,
    $$values ('PRICE_SPIKE', null, 500::numeric)$$,
    'a manual change of the newest day can alert'
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
    '23505', null, 'a constraint allows one alert per rule, product, kind and day'
);
select results_eq(
    $$select distinct a.tableoid::regclass::text from core.alerts as a$$, $$values ('partitions.alerts_2025_03')$$,
    'alerts are in the partition of their day'
);
-- Rules with and without evaluate_on_create.
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
select is(pg_temp.outcomes('looks'), null, 'a new rule is not evaluated before the next refresh');
select ops.refresh_dirty('2025-04-06 12:00+00');
select is(pg_temp.outcomes('looks'), 'B0TESTC001 5 alert', 'with evaluate_on_create a rule alerts about a condition that already holds');
select is(pg_temp.outcomes('waits'), null, 'without it a rule waits for the next crossing');
select is(pg_temp.outcomes('looks at moves'), 'B0TESTC002 2 alert, B0TESTC005 2 alert', 'for changes the newest day is evaluated');
select is(pg_temp.outcomes('looks at competitors'), 'B0TESTC005 2 alert', 'for undercutting too');
select is(pg_temp.outcomes('looks, confirmed'), 'B0TESTC001 5 alert, B0TESTC003 3 alert', 'observations before the creation of the rule confirm');
select is(pg_temp.outcomes('looks, two at most'), 'B0TESTC002 2 alert, B0TESTC005 2 quota', 'quotas apply');
select is(pg_temp.outcomes('looks, snoozed'), 'B0TESTC002 2 snooze, B0TESTC005 2 snooze', 'snoozes apply');
select is_empty('table ops.dirty_rules', 'it is evaluated once');
create temp table versions as select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert';
select ops.refresh_dirty();
select pg_temp.replay(r.job_id) from core.ingest_runs as r where r.job_id ~ '^2025-04-05';
select results_eq('select v.* from versions as v order by 1, 2', $$select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert' order by 1, 2$$, 'another refresh or a replay writes no row');
select pg_temp.load_days('2025-04-06', '{"B0TESTC001": [70, 69]}');
select is(pg_temp.outcomes('looks', 'B0TESTC001'), '5 alert, 6 rearm, 7 rearm', 'afterwards it works like any rule');
select is(pg_temp.outcomes('waits', 'B0TESTC001'), '6 rearm, 7 rearm', 'so does the rule that waited');

-- Days written manually, repeatedly.
update core.product_metrics_daily set price = 30 where asin = 'B0TESTC001' and date = '2025-04-07';
select ops.refresh_dirty();
select is(pg_temp.outcomes('looks at moves', 'B0TESTC001'), '7 alert', 'a manually written day is evaluated');
truncate versions;
insert into versions select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert';
update core.product_metrics_daily set price = price where asin = 'B0TESTC001';
select ops.refresh_dirty();
select results_eq('select v.* from versions as v order by 1, 2', $$select v.* from pg_temp.row_versions() as v where v.relation ~ 'alert' order by 1, 2$$, 'written again unchanged it writes no row of alerts');

-- Retention drops the alerts of March.
alter table core.alerts detach partition partitions.alerts_2025_03;
update ops.partition_policies set horizon = '2025-04-01' where parent = 'core.alerts';
update core.product_metrics_daily set price = 900 where asin = 'B0TESTA001' and date = '2025-03-11';
select ops.refresh_dirty();
select is_empty($$select 1 from core.alerts as a where a.asin = 'B0TESTA001'$$, 'a day whose alerts were dropped does not alert again');

select * from finish();
rollback;
