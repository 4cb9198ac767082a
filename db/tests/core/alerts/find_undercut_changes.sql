begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(21);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
update core.alert_rules set is_active = false;
insert into core.competitor_links (asin_main, asin_comp) values
    ('B0TESTA001', 'B0TESTZ001'), ('B0TESTA002', 'B0TESTZ002'), ('B0TESTA002', 'B0TESTZ003'), ('B0TESTA003', 'B0TESTZ004'),
    ('B0TESTA004', 'B0TESTZ005');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA001', 'B0TESTZ006');
insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA001');
select pg_temp.rule('undercut', 'undercut');
select pg_temp.rule('by 5 %', 'undercut', '{"threshold_pct": 5}');
select pg_temp.rule('by 10', 'undercut', '{"min_change": 10}');
select pg_temp.rule('further', 'undercut', '{"rearm": "new_extreme"}');
select pg_temp.rule('other undercut', 'undercut', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "tracked"}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [100, 100, 100, 100, 100, 100, 100, 80], "B0TESTZ001": [100, 100, 95, 94.99, 90, 101, 99, 70],
    "B0TESTA002": [100, 100, 100], "B0TESTZ002": [110, 90, 90], "B0TESTZ003": [110, 80, 95],
    "B0TESTA003": [100, 100, 100, 100], "B0TESTZ004": [90, 90, 90, 80],
    "B0TESTA004": [100, {"status": "out_of_stock"}, 100], "B0TESTZ005": [100, 50, {"status": "out_of_stock"}],
    "B0TESTZ006": [100, 50, 60, 100, 100, 100, 100, 100]
}');
select is(pg_temp.outcomes('undercut', 'B0TESTA001'), '3 alert, 4 rearm, 5 rearm, 7 alert, 8 rearm', 'a competitor that becomes cheaper alerts once, and again after a pause');
select is(pg_temp.outcomes('by 5 %', 'B0TESTA001'), '4 alert, 5 rearm, 8 alert', 'exactly 5 % cheaper is not more than 5 %');
select is(pg_temp.outcomes('by 10', 'B0TESTA001'), '5 alert, 8 alert', 'exactly 10 cheaper is at least 10');
select is(pg_temp.outcomes('further', 'B0TESTA001'), '3 alert, 4 alert, 5 alert, 7 alert, 8 alert', 'with new_extreme it alerts each time the gap grows');
select is(pg_temp.outcomes('other undercut', 'B0TESTA001'), '2 alert, 3 rearm', 'another tenant is undercut only by its own competitors');
select is(pg_temp.outcomes('undercut', 'B0TESTA002'), '2 alert, 3 rearm', 'two competitors raise one alert');
select results_eq(
    $$
        select a.title, a.old_value, a.new_value, a.change_pct, a.details ->> 'new'
        from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id
        where a.asin = 'B0TESTA002' and r.name = 'undercut'
    $$,
    $$values ('Undercut by B0TESTZ003 by 20.00 %: B0TESTA002', 100::numeric, 80::numeric, -20.00, 'B0TESTZ003')$$, 'the alert has the cheapest competitor'
);
select is(
    pg_temp.outcomes('undercut', 'B0TESTA003'), '2 alert, 4 rearm',
    'the first observation is not evaluated; an undercut from the start alerts once, on the second'
);
select is(pg_temp.outcomes('undercut', 'B0TESTA004'), null, 'without a price on either side there is no undercut');
select is(
    (select a.message from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where a.asin = 'B0TESTA001' and r.name = 'by 10' and a.date = '2025-03-05'),
    'B0TESTA001 (US): from 2025-03-04 to 2025-03-05, price 100.00 against 90.00 of B0TESTZ001 USD. Rule "by 10": Any observed product: a competitor is cheaper by at least 10; again on the same day at three times the threshold.',
    'the alert has both prices'
);

-- One side at a time, in either order.
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTB001', 'B0TESTZ011'), ('B0TESTB002', 'B0TESTZ012');
select pg_temp.load_days('2025-03-01', '{"B0TESTB001": [100, 100], "B0TESTZ011": [100, 100], "B0TESTB002": [100, 100], "B0TESTZ012": [100, 100]}');
select pg_temp.load_days('2025-03-03', '{"B0TESTB001": [100], "B0TESTZ012": [60]}');
select is(pg_temp.outcomes('undercut', 'B0TESTB001'), null, 'a day of the main product alone has no undercut');
select pg_temp.load_days('2025-03-03', '{"B0TESTZ011": [60], "B0TESTB002": [100]}');
select is(pg_temp.outcomes('undercut', 'B0TESTB001'), '3 alert', 'the undercut alerts when the competitor''s day arrives');
select is(pg_temp.outcomes('undercut', 'B0TESTB002'), '3 alert', 'or when the main product''s day arrives later');
select pg_temp.load_days('2025-03-04', '{"B0TESTB001": [100]}');
select pg_temp.load_run('z11 late', '{"asin": "B0TESTZ011", "observed_date": "2025-03-03", "scraped_at": "2025-03-03T23:00:00Z", "price": 100}');
select is(pg_temp.outcomes('undercut', 'B0TESTB001'), '3 alert corrected', 'a correction of the competitor corrects the alert of an older day');
select pg_temp.load_run('z11 later', '{"asin": "B0TESTZ011", "observed_date": "2025-03-03", "scraped_at": "2025-03-03T23:30:00Z", "price": 61}');
select is(pg_temp.outcomes('undercut', 'B0TESTB001'), '3 alert', 'another correction removes the correction');

-- Groups are compared like links; removed members are not.
with made as (
    insert into core.competitive_groups (name, asin_main) values ('kettles', 'B0TESTC001') returning id
)
insert into core.competitive_group_members (group_id, asin, is_active)
select m.id, k.asin, k.is_active from made as m cross join (values ('B0TESTZ021', true), ('B0TESTZ022', false)) as k (asin, is_active);
select pg_temp.load_days('2025-03-01', '{"B0TESTC001": [100, 100, 100], "B0TESTZ021": [100, 100, 90], "B0TESTZ022": [100, 50, 50]}');
select is(pg_temp.outcomes('undercut', 'B0TESTC001'), '3 alert', 'active members of a group undercut its main product');

-- Neither price moved, but the competitor was not observed the day before.
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTC002', 'B0TESTZ023');
select pg_temp.load_days('2025-03-01', '{"B0TESTC002": [100, 100, 100, 100], "B0TESTZ023": [100, 90, null, 90]}');
select is(pg_temp.outcomes('undercut', 'B0TESTC002'), '2 alert, 4 alert', 'an undercut that was not observed the day before begins again');

-- A product out of stock is no competitor, even if it shows a price.
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTD001', 'B0TESTZ031'), ('B0TESTD002', 'B0TESTZ032'), ('B0TESTD002', 'B0TESTZ033');
select pg_temp.load_days('2025-04-01', '{
    "B0TESTD001": [30, 30, 30], "B0TESTZ031": [34, {"price": 9, "in_stock": false}, {"price": 9, "in_stock": true}],
    "B0TESTD002": [30, 30], "B0TESTZ032": [34, {"price": 9, "in_stock": false}], "B0TESTZ033": [34, 20]
}');
select is(pg_temp.outcomes('undercut', 'B0TESTD001'), '3 alert', 'a competitor out of stock does not undercut until it is back');
select is(
    (select a.details ->> 'new' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'undercut' and a.asin = 'B0TESTD002'),
    'B0TESTZ033', 'it does not hide a competitor in stock'
);

-- Daily rows written by hand may have a price of a day out of stock.
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTD003', 'B0TESTZ034');
select pg_temp.load_days('2025-04-01', '{"B0TESTD003": [30, 30], "B0TESTZ034": [34, 9]}');
update core.product_metrics_daily set in_stock = false where asin = 'B0TESTZ034' and date = '2025-04-02';
select ops.refresh_dirty();
select pg_temp.load_days('2025-04-03', '{"B0TESTD003": [30], "B0TESTZ034": [{"price": 9, "in_stock": true}]}');
select is(pg_temp.outcomes('undercut', 'B0TESTD003'), '2 alert corrected, 3 alert', 'a competitor that is back in stock at the same price undercuts anew');

select ops.promotion_scratch();
select core.find_undercut_changes();
select is_empty('table pg_temp.rule_changes', 'without rules no pair is evaluated');

select * from finish();
rollback;
