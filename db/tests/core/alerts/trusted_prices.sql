begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(30);

-- Base of the newest day of a product: price, day, and whether the day's own price is suspect.
create function pg_temp.trusted(p_asin text, p_span integer default 1)
returns text
language sql
stable
as $$
    select concat_ws(' ', t.base_price, to_char(t.compared_on, 'FMDD'), case when t.is_suspect then 'suspect' end)
    from mart.product_latest as l
    cross join lateral (
        select d.date from core.product_metrics_daily as d
        where d.asin = l.asin and d.marketplace = l.marketplace and d.date < l.date
        order by d.date desc offset p_span - 1 limit 1
    ) as b
    cross join lateral core.trusted_prices(l.asin, l.marketplace, l.date, b.date, p_span, l.price, 30, 100, '-infinity', 'infinity') as t
    where l.asin = p_asin;
$$;

select pg_temp.rule('price', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('2 of 2', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 2}');
select pg_temp.rule('low', 'extreme', '{"metric": "price", "compare_with": "extreme", "window_days": 30}');
select pg_temp.rule('average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 30}');

-- Days without a price.
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [100, {"bsr": 5}, 60], "B0TESTA002": [100, {"bsr": 5}, {"bsr": 5}, 105], "B0TESTA003": [{"bsr": 5}, {"bsr": 5}, 60],
    "B0TESTA004": [34, {"price": 9, "in_stock": false}, {"price": 9, "in_stock": true}], "B0TESTA005": [{"price": 34, "in_stock": true}, {"price": 9, "in_stock": false}, 9]
}');
select is(pg_temp.trusted('B0TESTA001'), '100.00 1', 'the base is the last known price');
select is(pg_temp.outcomes('price', 'B0TESTA001'), '3 alert', 'also across a day without a price');
select matches(
    (select a.message from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'price' and a.asin = 'B0TESTA001'),
    'from 2025-03-01 to 2025-03-03, price 100.00 to 60.00 USD \(-40.00 %\)', 'the message has the day of that price'
);
select is((select a.details ->> 'previous_date' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'price' and a.asin = 'B0TESTA001'), '2025-03-01', 'the details have it too');
select is(pg_temp.outcomes('price', 'B0TESTA002'), null, 'a change below the threshold raises nothing');
select is(pg_temp.outcomes('price', 'B0TESTA003'), null, 'the first price has no base');
select is(pg_temp.outcomes('price', 'B0TESTA004'), '3 alert', 'the price of a product out of stock does not count; it counts when the product is back');
select is(pg_temp.outcomes('price', 'B0TESTA005'), null, 'after a day out of stock the day must be known to be in stock');
select is(pg_temp.outcomes('low', 'B0TESTA004'), null, 'a price out of stock is no new low');
select pg_temp.load_days('2025-04-30', '{"B0TESTA001": [{"bsr": 1}, 10]}');
select is(pg_temp.trusted('B0TESTA001'), '', 'a price of long ago is no base');
select pg_temp.load_days('2025-03-01', '{"B0TESTA006": [100]}');
select pg_temp.load_days('2025-05-01', '{"B0TESTA006": [10]}');
select is(pg_temp.trusted('B0TESTA006'), '100.00 1', 'unless it is that of the previous observation');
select pg_temp.load_run('late', pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 62, "bsr": 5, "scraped_at": "2025-03-02T23:00:00Z"}'));
select is(pg_temp.outcomes('price', 'B0TESTA001'), '3 alert corrected', 'a late price for the day in between corrects the alert');

-- One implausible price.
select pg_temp.load_days('2025-06-01', '{
    "B0TESTB001": [49.99, 49.99, 49.99, 0.01], "B0TESTB002": [49.99, 49.99, 49.99, 0.01, 49.99, 49.99, 49.99],
    "B0TESTB003": [49.99, 49.99, 49.99, 0.01, 0.01, 0.01], "B0TESTB004": [49.99, 49.99, 49.99, 0.01, 0.012, 49.99],
    "B0TESTB005": [49.99, 49.99, 49.99, 0.01, 40], "B0TESTB006": [49.99, 49.99, 49.99, 4999], "B0TESTB007": [49.99, 49.99, 49.99, 4998.99],
    "B0TESTB008": [49.99, 49.99, 49.99, 0.01, {"bsr": 9}, 49.99]
}');
select is(pg_temp.trusted('B0TESTB001'), '49.99 3 suspect', 'an implausible price is suspect');
select is(pg_temp.outcomes('price', 'B0TESTB001') || '; ' || pg_temp.outcomes('low', 'B0TESTB001') || '; ' || pg_temp.outcomes('average', 'B0TESTB001'), '4 suspect; 4 suspect; 4 suspect', 'it is suppressed, whatever it is compared with');
select is(pg_temp.outcomes('price', 'B0TESTB002'), '4 suspect', 'the return from it is no rise');
select is(pg_temp.outcomes('2 of 2', 'B0TESTB002'), '4 suspect', 'nor is the price after that, with a confirmation of two observations');
select is(pg_temp.outcomes('low', 'B0TESTB002'), '4 suspect', 'the return is no new high');
select is(pg_temp.outcomes('average', 'B0TESTB002'), '4 suspect', 'the return does not differ from an average, which excludes the suspect price');
select is(pg_temp.outcomes('price', 'B0TESTB003'), '4 suspect, 5 alert', 'a second similar price alerts');
select is(
    (select a.old_value || ' ' || (a.details ->> 'previous_date') from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'price' and a.asin = 'B0TESTB003'),
    '49.99 2025-06-03', 'its base is the price before both'
);
select is(pg_temp.outcomes('low', 'B0TESTB003'), '4 suspect, 5 alert', 'it is a new low too');
-- The same days in one run: the first day of the new price was never the newest, so that no suppression tells of it.
select pg_temp.land_run('at once', array(
    select pg_temp.observed('B0TESTE001', date '2025-03-01' + d.place::integer - 1, jsonb_build_object('price', d.price))
    from unnest('{49.99, 49.99, 49.99, 0.49, 0.49}'::numeric[]) with ordinality as d (price, place)
));
select ops.promote_run('at once');
select is(pg_temp.outcomes('price', 'B0TESTE001'), '5 alert', 'a second similar price alerts when both days arrive at once');
select is(pg_temp.outcomes('price', 'B0TESTB004'), '4 suspect, 5 alert, 6 suspect', 'a roughly similar price also confirms; the return from a confirmed price must be confirmed too');
select is(pg_temp.outcomes('price', 'B0TESTB005'), '4 suspect, 5 alert', 'a plausible change right after it alerts');
select is((select a.old_value from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'price' and a.asin = 'B0TESTB005'), 49.99, 'its base is the price before the suspect one');
select is(pg_temp.outcomes('price', 'B0TESTB006') || '; ' || pg_temp.outcomes('price', 'B0TESTB007'), '4 suspect; 4 alert', 'a factor of a hundred is suspect, slightly less is not');
select is(pg_temp.outcomes('price', 'B0TESTB008'), '4 suspect', 'a return across a day without a price raises nothing');
select results_eq(
    $$select b.asin, b.date, b.outcome from ops.backtest_rule((select r.id from core.alert_rules as r where r.name = 'price'), '2025-06-01', '2025-06-30') as b order by 1, 2$$,
    $$
        select o.asin, o.date, o.outcome
        from (
            select a.rule_id, a.asin, a.date, 'alert' as outcome from core.alerts as a
            union all
            select s.rule_id, s.asin, s.date, s.reason from core.alert_suppressions as s
        ) as o
        inner join core.alert_rules as r on r.id = o.rule_id
        where r.name = 'price' and o.date between '2025-06-01' and '2025-06-30'
        order by 1, 2
    $$,
    'a back-test gives the same'
);
update ops.settings set value = '1000' where name = 'alert_suspect_price_factor';
select pg_temp.load_days('2025-07-01', '{"B0TESTC001": [10, 10, 0.1]}');
select is(pg_temp.outcomes('price', 'B0TESTC001'), '3 alert', 'the factor is a setting');
update ops.settings set value = '1' where name = 'alert_price_reach_days';
select pg_temp.load_days('2025-07-01', '{"B0TESTC002": [100, {"bsr": 1}, 60]}');
select is(pg_temp.outcomes('price', 'B0TESTC002'), null, 'the maximum age of a base is a setting');

select * from finish();
rollback;
