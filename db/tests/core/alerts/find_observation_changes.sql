begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(39);

select pg_temp.rule('price', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('price up', 'price', '{"direction": "up", "threshold_pct": 10}');
select pg_temp.rule('price down', 'price', '{"direction": "down", "threshold_pct": 10}');
select pg_temp.rule('price by 5', 'price', '{"min_change": 5}');
select pg_temp.rule('price by 5 and 10 %', 'price', '{"min_change": 5, "threshold_pct": 10}');
select pg_temp.rule('any price', 'price', '{"threshold_pct": 0}');
select pg_temp.rule('default price', 'price');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [100, 110, 99], "B0TESTA002": [100, 110.01, 99], "B0TESTA003": [100, 89.99], "B0TESTA004": [100, 105],
    "B0TESTA005": [100, 104.99], "B0TESTA006": [40, 45], "B0TESTA007": [50, 55.01], "B0TESTA008": [100, 100]
}');
select is(pg_temp.outcomes('price', 'B0TESTA001'), null, 'exactly 10 % in either direction is not more than 10 %');
select is(pg_temp.outcomes('price'), 'B0TESTA002 2 alert, B0TESTA002 3 alert, B0TESTA003 2 alert, B0TESTA006 2 alert, B0TESTA007 2 alert', '10.01 % up, and down, is');
select is(pg_temp.outcomes('price up'), 'B0TESTA002 2 alert, B0TESTA006 2 alert, B0TESTA007 2 alert', 'direction up alerts about rises only');
select is(pg_temp.outcomes('price down'), 'B0TESTA002 3 alert, B0TESTA003 2 alert', 'direction down alerts about falls only');
select is(
    pg_temp.outcomes('price by 5'),
    'B0TESTA001 2 alert, B0TESTA001 3 alert, B0TESTA002 2 alert, B0TESTA002 3 alert, B0TESTA003 2 alert, B0TESTA004 2 alert, B0TESTA006 2 alert, B0TESTA007 2 alert',
    'a change equal to the smallest change alerts, 0.01 less does not'
);
select is(
    pg_temp.outcomes('price by 5 and 10 %'), 'B0TESTA002 2 alert, B0TESTA002 3 alert, B0TESTA003 2 alert, B0TESTA006 2 alert, B0TESTA007 2 alert',
    'both thresholds must be met'
);
select is(pg_temp.outcomes('any price', 'B0TESTA005'), '2 alert', 'a threshold of 0 % alerts about every change');
select is(pg_temp.outcomes('any price', 'B0TESTA008'), null, 'but not without a change');
select is(pg_temp.outcomes('default price'), pg_temp.outcomes('price'), 'a rule without thresholds uses the default of its type');

-- The other values.
update core.alert_rules set is_active = false;
select pg_temp.rule('rank', 'bsr', '{"threshold_pct": 50}');
select pg_temp.rule('rank better', 'bsr', '{"threshold_pct": 50, "direction": "down"}');
select pg_temp.rule('rating', 'rating', '{"min_change": 0.2}');
select pg_temp.rule('rating up', 'rating', '{"min_change": 0.2, "direction": "up"}');
select pg_temp.rule('reviews', 'reviews', '{"min_change": 10}');
select pg_temp.rule('any reviews', 'reviews');
select pg_temp.rule('reviews by a tenth', 'reviews', '{"threshold_pct": 10}');
select pg_temp.rule('buy box price', 'buybox_price', '{"threshold_pct": 2}');
select pg_temp.rule('seller', 'buybox_seller');
select pg_temp.rule('stock', 'stock');
select pg_temp.rule('stock lost', 'stock', '{"direction": "down"}');
select pg_temp.rule('stock back', 'stock', '{"direction": "up"}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTB001": [{"bsr": 100, "bsr_category": "A"}, {"bsr": 150, "bsr_category": "A"}, {"bsr": 226, "bsr_category": "A"}, {"bsr": 112, "bsr_category": "A"}],
    "B0TESTB002": [{"bsr": 100, "bsr_category": "A"}, {"bsr": 900, "bsr_category": "B"}, {"bsr": 100, "bsr_category": "A"}],
    "B0TESTB003": [{"rating": 4.5, "price": 1}, {"rating": 4.31, "price": 1}, {"rating": 4.11, "price": 1}, {"rating": 4.31, "price": 1}],
    "B0TESTB004": [{"reviews_count": 100}, {"reviews_count": 109}, {"reviews_count": 119}, {"reviews_count": 119}, {"reviews_count": 90}],
    "B0TESTB005": [{"reviews_count": 0}, {"reviews_count": 12}],
    "B0TESTB006": [
        {"buybox_price": 50, "buybox_seller": "A1"}, {"buybox_price": 51, "buybox_seller": "A1"},
        {"buybox_price": 52.03, "buybox_seller": "A2"}, {"buybox_price": 52.03}, {"buybox_price": 52.03, "buybox_seller": "A3"}
    ],
    "B0TESTB007": [{"price": 1, "in_stock": true}, {"price": 1, "in_stock": false}, {"price": 1, "in_stock": false}, {"price": 1, "in_stock": true}],
    "B0TESTB008": [{"price": 1}, {"price": 1, "in_stock": false}],
    "B0TESTB009": [{"bsr": 100}, {"bsr": 200}]
}');
select is(pg_temp.outcomes('rank', 'B0TESTB001'), '3 alert, 4 alert', 'a rank 50.67 % worse or 50.44 % better alerts, exactly 50 % worse does not');
select is(pg_temp.outcomes('rank better', 'B0TESTB001'), '4 alert', 'a better rank is a lower one: direction down');
select is(pg_temp.outcomes('rank', 'B0TESTB002'), null, 'a rank in another category is no change, in either direction');
select is(pg_temp.outcomes('rank', 'B0TESTB009'), '2 alert', 'two ranks without a category are compared');
select is(pg_temp.outcomes('rating', 'B0TESTB003'), '3 alert, 4 alert', 'a rating alerts when it falls or rises by exactly 0.2, not by 0.19');
select is(pg_temp.outcomes('rating up', 'B0TESTB003'), '4 alert', 'with direction up only the rise alerts');
select is(pg_temp.outcomes('reviews', 'B0TESTB004'), '3 alert, 5 alert', 'ten more ratings alert, nine do not, and fewer ratings do');
select is(pg_temp.outcomes('any reviews', 'B0TESTB004'), '2 alert, 3 alert, 5 alert', 'a type without default thresholds alerts about every change');
select is(pg_temp.outcomes('reviews by a tenth', 'B0TESTB004'), '5 alert', 'a percentage is used when the rule has one');
select is(pg_temp.outcomes('reviews', 'B0TESTB005'), '2 alert', 'a change from 0 counts');
select is(pg_temp.outcomes('reviews by a tenth', 'B0TESTB005'), null, 'but has no percentage');
select is(
    (select a.title || '; ' || a.message from core.alerts as a where a.asin = 'B0TESTB005' and a.title ~ '^Ratings' limit 1),
    'Ratings up to 12: B0TESTB005; B0TESTB005 (US): from 2025-03-01 to 2025-03-02, number of ratings 0 to 12. Rule "reviews": Any observed product: the number of ratings changes by at least 10 against the previous observation; again on the same day at three times the threshold or in the other direction.',
    'and its text has no percentage'
);
select is(pg_temp.outcomes('buy box price', 'B0TESTB006'), '3 alert', 'the buy box price has its own threshold');
select is(pg_temp.outcomes('seller', 'B0TESTB006'), '3 alert', 'another seller alerts; an unknown seller and the one after it do not');
select is(pg_temp.outcomes('stock', 'B0TESTB007'), '2 alert, 4 alert', 'stock lost and regained alerts once each');
select is(pg_temp.outcomes('stock lost', 'B0TESTB007'), '2 alert', 'direction down alerts about lost stock only');
select is(pg_temp.outcomes('stock back', 'B0TESTB007'), '4 alert', 'direction up alerts about regained stock only');
select is(pg_temp.outcomes('stock', 'B0TESTB008'), null, 'unknown stock is not lost');

-- Failed pages are no valid observations.
update core.alert_rules set is_active = false;
select pg_temp.rule('price 10', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('stock 10', 'stock');
select pg_temp.rule('rating 10', 'rating', '{"min_change": 0.1}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTC001": [{"price": 100, "rating": 4.5, "in_stock": true}, {"status": "blocked", "price": 1, "rating": 1, "in_stock": false}, {"status": "parse_error"}, null, {"price": 100, "rating": 4.5, "in_stock": true}],
    "B0TESTC002": [100, {"status": "blocked", "price": 1}, {"status": "delisted"}, {"status": "redirected", "price": 5}, 120],
    "B0TESTC003": [100, {"title": "Robot Check", "status": "blocked"}, 100],
    "B0TESTC004": [100, {"status": "out_of_stock", "in_stock": false}, {"status": "out_of_stock", "in_stock": false, "price": 3}, 100],
    "B0TESTC005": [null, null, 500]
}');
select is(pg_temp.outcomes('price 10', 'B0TESTC001'), null, 'blocked and failed pages raise nothing, nor does the same price after them');
select is(
    (select count(*) from core.alerts as a where a.asin = 'B0TESTC001'), 0::bigint, 'failed pages raise no alert of any kind'
);
select is(pg_temp.outcomes('price 10', 'B0TESTC002'), '5 alert', 'the price after them is compared with the last valid one');
select is(
    (select a.details ->> 'previous_date' || ' ' || (a.details ->> 'days_since_previous') from core.alerts as a where a.asin = 'B0TESTC002'),
    '2025-03-01 4', 'the alert has the day of that price'
);
select is(pg_temp.outcomes('price 10', 'B0TESTC003'), null, 'a robot check is not an observation');
select is(pg_temp.outcomes('price 10', 'B0TESTC005'), null, 'the first observation of a product raises nothing');

-- Several marketplaces, and many products at once.
select pg_temp.load_run('m1', pg_temp.observed('B0TESTD001', '2025-03-01', '{"price": 10}'), pg_temp.observed('B0TESTD001', '2025-03-01', '{"price": 10, "url": "https://www.amazon.de/dp/B0TESTD001"}'));
select pg_temp.load_run('m2', pg_temp.observed('B0TESTD001', '2025-03-02', '{"price": 10}'), pg_temp.observed('B0TESTD001', '2025-03-02', '{"price": 20, "url": "https://www.amazon.de/dp/B0TESTD001"}'));
select results_eq(
    $$select a.marketplace, a.details ->> 'currency', a.message ~ 'price 10.00 to 20.00 EUR' from core.alerts as a where a.asin = 'B0TESTD001'$$,
    $$values ('DE', 'EUR', true)$$, 'a change in one marketplace alerts there only, in its currency'
);
select pg_temp.land_run('m3', (select array_agg(pg_temp.observed('B0MANY' || lpad(i::text, 4, '0'), '2025-03-01', '{"price": 10}')) from generate_series(1, 300) as i));
select pg_temp.promote('m3');
select pg_temp.land_run('m4', (select array_agg(pg_temp.observed('B0MANY' || lpad(i::text, 4, '0'), '2025-03-02', jsonb_build_object('price', 10 + i % 3))) from generate_series(1, 300) as i));
select pg_temp.promote('m4');
select is(
    (select count(*) from core.alerts as a where a.asin ~ '^B0MANY'), 100::bigint, 'of many products in one run those with a large enough change alert'
);
select is((select r.alert_count from core.ingest_runs as r where r.job_id = 'm4'), 100, 'the run counts its alerts');

-- Direct calls of the function.
select ops.promotion_scratch();
select core.load_rules();
insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
values ('B0TESTC002', 'US', '2025-03-05', '2025-03-01', 1, true, false, false), ('B0TESTC005', 'US', '2025-03-03', null, 1, true, false, false);
select core.find_observation_changes();
select results_eq(
    'select m.asin, m.base_date, m.change_key, m.direction, m.old_value, m.new_value, m.change, m.change_pct from pg_temp.rule_changes as m',
    $$values ('B0TESTC002', '2025-03-01'::date, 'price:previous:0::1', 1::smallint, 100::numeric, 120::numeric, 20::numeric, 20.00::numeric)$$,
    'it adds watched changes with both values and the change'
);
truncate pg_temp.rule_changes;
select core.find_observation_changes(true);
select is_empty('table pg_temp.rule_changes', 'it adds changes of history days only when asked to');
truncate pg_temp.watched_changes;
select core.find_observation_changes();
select is_empty('table pg_temp.rule_changes', 'without rules it adds nothing');

select * from finish();
rollback;
