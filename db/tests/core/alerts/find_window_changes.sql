begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(28);

select pg_temp.rule(format('price average %s', d), 'price', format('{"threshold_pct": 10, "compare_with": "average", "window_days": %s}', d)::jsonb)
from unnest(array[7, 30, 90]) as d;
select pg_temp.rule(format('price low or high %s', d), 'price', format('{"threshold_pct": 5, "compare_with": "extreme", "window_days": %s}', d)::jsonb)
from unnest(array[7, 30, 90]) as d;
select pg_temp.rule(format('new price extreme %s', d), 'extreme', format('{"metric": "price", "compare_with": "extreme", "window_days": %s}', d)::jsonb)
from unnest(array[7, 30, 90]) as d;
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [100, 100, 100, 110], "B0TESTA002": [100, 100, 100, 110.01], "B0TESTA003": [100, 100, 110.01],
    "B0TESTA004": [100, 90, 95, 95, 89.99, 90, 80, 85], "B0TESTA005": [100, 105, 100, 105, 106, 112],
    "B0TESTA006": [100, {"status": "out_of_stock"}, {"status": "out_of_stock"}, {"status": "out_of_stock"}, 50]
}');
select is(pg_temp.outcomes('price average 7', 'B0TESTA001'), null, 'exactly 10 % above the average is not more than 10 %');
select is(pg_temp.outcomes('price average 7', 'B0TESTA002'), '4 alert', '10.01 % is: the day itself is not part of what it is compared with');
select is(pg_temp.outcomes('price average 7', 'B0TESTA003'), null, 'two of three required days are too few for a comparison');
select is(
    pg_temp.outcomes('price average 7', 'B0TESTA006') is null and pg_temp.outcomes('new price extreme 7', 'B0TESTA006') is null, true,
    'observed days without a price do not count'
);
select is(pg_temp.outcomes('new price extreme 7', 'B0TESTA004'), '5 alert, 7 alert', 'each new low alerts, the same price or one in between does not');
select is(pg_temp.outcomes('new price extreme 7', 'B0TESTA005'), '5 alert, 6 alert', 'each new high alerts');
select is(pg_temp.outcomes('price low or high 7', 'B0TESTA004'), '7 alert', 'the threshold of an extreme counts from the extreme');
select results_eq(
    $$select a.old_value, a.new_value, a.change_pct from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'price low or high 7' and a.asin in ('B0TESTA004', 'B0TESTA005') order by a.asin desc$$,
    $$values (106::numeric, 112::numeric, 5.66), (89.99, 80, -11.10)$$, 'the alert has the extreme as its old value'
);

-- The length of a window: a low 8, 31 and 91 days before.
select pg_temp.load_days('2025-05-01', '{"B0TESTB001": [50, 100, 100, 100, 100, 100, 100, 100, 90]}');
select is(pg_temp.outcomes('new price extreme 7', 'B0TESTB001'), '9 alert', 'a window of 7 days excludes a low on the eighth day before');
select is(pg_temp.outcomes('new price extreme 30', 'B0TESTB001'), null, 'a window of 30 days includes it');
select pg_temp.load_days('2025-05-01', '{"B0TESTB002": [100, 50, 100, 100, 100, 100, 100, 100, 90]}');
select is(pg_temp.outcomes('new price extreme 7', 'B0TESTB002'), null, 'a window of 7 days includes the seventh day before');
select pg_temp.load_days('2025-01-01', '{"B0TESTB003": [50, 100, 100, 100]}');
select pg_temp.load_days('2025-01-31', '{"B0TESTB003": [90, 80]}');
select is(
    pg_temp.outcomes('new price extreme 30', 'B0TESTB003') || '; ' || coalesce(pg_temp.outcomes('new price extreme 90', 'B0TESTB003'), 'none'),
    '1 alert; none', 'a window of 30 days includes the thirtieth day before and not the thirty-first; 90 days include both'
);
select pg_temp.load_days('2025-01-01', '{"B0TESTB004": [100, 100, 100]}');
select pg_temp.load_days('2025-05-01', '{"B0TESTB004": [50]}');
select is(
    (select count(*) from core.alerts as a where a.asin = 'B0TESTB004'), 0::bigint,
    'after a gap longer than the window there is no comparison'
);
select pg_temp.load_days('2025-01-01', '{"B0TESTB005": [100, 100, 100]}');
select pg_temp.load_days('2025-01-27', '{"B0TESTB005": [50]}');
select is(
    pg_temp.outcomes('price average 7', 'B0TESTB005') is null and pg_temp.outcomes('price average 30', 'B0TESTB005') = '27 alert', true,
    'a short window may be empty when a longer one is not'
);

-- Ranks and ratings.
update core.alert_rules set is_active = false;
select pg_temp.rule('rank average', 'bsr', '{"threshold_pct": 50, "compare_with": "average", "window_days": 30}');
select pg_temp.rule('rank extreme', 'bsr', '{"threshold_pct": 0, "compare_with": "extreme", "window_days": 30}');
select pg_temp.rule('new rank extreme', 'extreme', '{"metric": "bsr", "compare_with": "extreme", "window_days": 90, "direction": "down"}');
select pg_temp.rule('rating average', 'rating', '{"compare_with": "average", "window_days": 7}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTC001": [{"bsr": 100, "bsr_category": "A"}, {"bsr": 100, "bsr_category": "A"}, {"bsr": 100, "bsr_category": "A"}, {"bsr": 150, "bsr_category": "A"}, {"bsr": 169, "bsr_category": "A"}, {"bsr": 99, "bsr_category": "A"}],
    "B0TESTC002": [{"bsr": 10, "bsr_category": "A"}, {"bsr": 10, "bsr_category": "A"}, {"bsr": 10, "bsr_category": "A"}, {"bsr": 900, "bsr_category": "B"}, {"bsr": 905, "bsr_category": "B"}, {"bsr": 910, "bsr_category": "B"}, {"bsr": 915, "bsr_category": "B"}],
    "B0TESTC003": [{"bsr": 900, "bsr_category": "A"}, {"bsr": 900, "bsr_category": "A"}, {"bsr": 900, "bsr_category": "A"}, {"bsr": 5, "bsr_category": "B"}, {"bsr": 4, "bsr_category": "B"}, {"bsr": 890, "bsr_category": "A"}],
    "B0TESTC005": [{"bsr": 900, "bsr_category": "A"}, {"bsr": 900, "bsr_category": "A"}, {"bsr": 900, "bsr_category": "A"}, {"bsr": 5, "bsr_category": "B"}, {"bsr": 2000, "bsr_category": "B"}, {"bsr": 890, "bsr_category": "A"}],
    "B0TESTC004": [{"price": 1, "rating": 4.5}, {"price": 1, "rating": 4.5}, {"price": 1, "rating": 4.5}, {"price": 1, "rating": 4.3}, {"price": 1, "rating": 4.7}]
}');
select is(pg_temp.outcomes('rank average', 'B0TESTC001'), '5 alert', 'a rank that is worse than its average by more than half alerts');
select is(pg_temp.outcomes('rank extreme', 'B0TESTC001'), '4 alert, 5 alert, 6 alert', 'the worst and the best rank of the window alert');
select is(pg_temp.outcomes('new rank extreme', 'B0TESTC001'), '6 alert', 'with direction down only the best rank alerts');
select is(pg_temp.outcomes('rank average', 'B0TESTC002'), null, 'ranks of another category are not part of an average');
select is(pg_temp.outcomes('rank extreme', 'B0TESTC002'), '7 alert', 'nor of an extreme, and only days with the category are counted');
select is(pg_temp.outcomes('new rank extreme', 'B0TESTC003'), '6 alert', 'after the return to a category it is compared with the days in that category');
select is(pg_temp.outcomes('new rank extreme', 'B0TESTC005'), '6 alert', 'also where its rank is between those of the other category');
select is(pg_temp.outcomes('rating average', 'B0TESTC004'), '4 alert, 5 alert', 'a rating against its average uses the default threshold');
select results_eq(
    $$select a.title, a.message from core.alerts as a where a.asin = 'B0TESTC003' and a.kind = 'NEW_EXTREME'$$,
    $$values (
        'Best rank of 90 days: 890: B0TESTC003',
        'B0TESTC003 (US): from 2025-03-05 to 2025-03-06, rank in A from a 90-day low of 900 to 890 (-1.11 %). Rule "new rank extreme": Any observed product: the rank reaches a new 90-day low, with values on at least 3 of those days.'
    )$$, 'the text of a new extreme'
);

-- Reading the rollup in place of windows does not change the result.
update core.alert_rules set is_active = name = 'new price extreme 30';
select pg_temp.load_days('2025-03-01', '{"B0TESTD001": [100, 120, 110, 115, 121, 121, 99, 99, null, 130, null, 131, 95]}');
select is(pg_temp.outcomes('new price extreme 30', 'B0TESTD001'), '5 alert, 7 alert, 10 alert, 12 alert, 13 alert', 'the same with price extremes only, including gaps');

select pg_temp.load_days('2025-03-01', '{"B0TESTD002": [100, 100, 100, 20000, 100, 100, 105]}');
select is(pg_temp.outcomes('new price extreme 30', 'B0TESTD002'), '4 suspect, 7 alert', 'a wrong price in the window hides no new high below it');

-- A change of category before the oldest kept day still bounds the window.
update core.alert_rules set is_active = false;
select pg_temp.rule('rank average of what is kept', 'bsr', '{"threshold_pct": 10, "compare_with": "average", "window_days": 30}');
select pg_temp.load_days('2025-07-01', '{"B0TESTE001": [
    {"bsr": 10, "bsr_category": "Cups"}, {"bsr": 1000, "bsr_category": "Mugs"}, {"bsr": 1000, "bsr_category": "Mugs"},
    {"bsr": 1000, "bsr_category": "Mugs"}, {"bsr": 1000, "bsr_category": "Mugs"}
]}');
delete from mart.product_days where asin = 'B0TESTE001' and date < '2025-07-04';
update ops.partition_policies set horizon = '2025-07-04' where parent = 'mart.product_days';
select pg_temp.load_days('2025-07-06', '{"B0TESTE001": [{"bsr": 1000, "bsr_category": "Mugs"}, {"bsr": 1200, "bsr_category": "Mugs"}]}');
select is(pg_temp.outcomes('rank average of what is kept', 'B0TESTE001'), '7 alert', 'a stable rank in its category is no change, whatever the rank in an earlier category');
select is((select a.old_value from core.alerts as a where a.asin = 'B0TESTE001'), 1000.00, 'a changed rank is compared only with that category');

select ops.promotion_scratch();
select core.find_window_changes();
select is_empty('table pg_temp.rule_changes', 'without rules nothing is added');

select * from finish();
rollback;
