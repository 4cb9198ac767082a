begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(29);

-- Of several observations of a day the last one counts.
create function pg_temp.correct(p_asin text, p_date date, p_values jsonb)
returns void
language sql
volatile
as $$
    select pg_temp.load_run(
        format('%s %s %s', p_asin, p_date, (select count(*) from core.ingest_runs)),
        pg_temp.observed(p_asin, p_date, p_values || jsonb_build_object('scraped_at', p_date + interval '20 hours' + interval '1 second' * (select count(*) from core.ingest_runs)))
    );
$$;

select pg_temp.rule('price', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('2 of 2', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 2}');
select pg_temp.rule('average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 30}');
select pg_temp.rule('low', 'extreme', '{"metric": "price", "compare_with": "extreme", "window_days": 30, "direction": "down"}');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [100, 80], "B0TESTA002": [100, 80, 80], "B0TESTA003": [100, 100, 80, 80, 80], "B0TESTA004": [100, 100, 100, 80, 80],
    "B0TESTA005": [100, 80, 80], "B0TESTA006": [100, 80, 80], "B0TESTA007": [100, 100, 100, 100, 80, 80]
}');
select is(pg_temp.outcomes('price', 'B0TESTA001'), '2 alert', 'an alert is right at first');
select pg_temp.correct('B0TESTA001', '2025-03-02', '{"price": 95}');
select is(pg_temp.outcomes('price', 'B0TESTA001'), '2 alert corrected', 'later data of its day corrects it');
select results_eq(
    $$select a.new_value, a.message ~ '100.00 to 80.00', a.corrected_at = now() from core.alerts as a where a.asin = 'B0TESTA001'$$,
    $$values (80::numeric, true, true)$$, 'a corrected alert keeps its texts and has the time of the correction'
);
select pg_temp.correct('B0TESTA001', '2025-03-02', '{"price": 70}');
select is(pg_temp.outcomes('price', 'B0TESTA001'), '2 alert', 'further data removes the correction');
select pg_temp.correct('B0TESTA001', '2025-03-02', '{"price": 130}');
select is(pg_temp.outcomes('price', 'B0TESTA001'), '2 alert', 'a change in the other direction turns the alert');
select pg_temp.correct('B0TESTA002', '2025-03-01', '{"price": 85}');
select is(pg_temp.outcomes('price', 'B0TESTA002'), '2 alert corrected', 'an alert is corrected when the day before is corrected');
select pg_temp.correct('B0TESTA002', '2025-03-02', '{"price": 60}');
select is(pg_temp.outcomes('price', 'B0TESTA002'), '2 alert, 3 alert', 'the day after a correction is evaluated again while it is the newest');

-- A late row between.
select pg_temp.load_days('2025-04-01', '{"B0TESTB001": [100, null, 80], "B0TESTB002": [100, null, 80, 80]}');
select pg_temp.load_days('2025-04-02', '{"B0TESTB001": [85], "B0TESTB002": [50]}');
select is(pg_temp.outcomes('price', 'B0TESTB001'), '3 alert corrected', 'a late row in between corrects an alert against the day before it');
select is(pg_temp.outcomes('price', 'B0TESTB002'), '3 alert corrected', 'also when the day is no longer the newest; the late row itself is not news');

-- Confirmation.
select is(pg_temp.outcomes('2 of 2', 'B0TESTA003'), '3 confirm, 4 alert', 'a confirmed change alerts');
select pg_temp.correct('B0TESTA003', '2025-03-04', '{"price": 80, "rating": 4}');
select is(pg_temp.outcomes('2 of 2', 'B0TESTA003'), '3 confirm, 4 alert', 'the alert stays when its day changes otherwise, even if it is not the newest');
select pg_temp.correct('B0TESTA003', '2025-03-03', '{"price": 100}');
select is(pg_temp.outcomes('2 of 2', 'B0TESTA003'), '3 confirm, 4 alert corrected', 'the alert is corrected when the confirming observation is');

-- Windows: a much earlier day may correct an alert.
select is(pg_temp.outcomes('average', 'B0TESTA004') || '; ' || pg_temp.outcomes('low', 'B0TESTA004'), '4 alert, 5 rearm; 4 alert', 'changes against a window alert');
select pg_temp.correct('B0TESTA004', '2025-03-02', '{"price": 60}');
select is(
    pg_temp.outcomes('average', 'B0TESTA004') || '; ' || pg_temp.outcomes('low', 'B0TESTA004'), '4 alert corrected, 5 rearm; 4 alert corrected',
    'they are corrected when a day of their window is corrected'
);
select pg_temp.correct('B0TESTA004', '2025-03-02', '{"price": 100}');
select is(pg_temp.outcomes('low', 'B0TESTA004'), '4 alert', 'and the correction is removed in the same way');

-- Manual changes.
delete from core.product_metrics_daily where asin = 'B0TESTA005' and date = '2025-03-02';
select ops.refresh_dirty();
select is(pg_temp.outcomes('price', 'B0TESTA005'), '2 alert corrected, 3 alert', 'the alert of a deleted day is corrected; the next day is compared with the day before it');
update core.product_metrics_daily set price = 99 where asin = 'B0TESTA005' and date = '2025-03-03';
select ops.refresh_dirty();
select is(pg_temp.outcomes('price', 'B0TESTA005'), '2 alert corrected, 3 alert corrected', 'a manual change corrects an alert too');

-- Rules that changed since.
update core.alert_rules set threshold_pct = 50 where name = 'price';
select pg_temp.correct('B0TESTA006', '2025-03-02', '{"price": 99}');
select is(pg_temp.outcomes('price', 'B0TESTA006'), '2 alert', 'a rule that was changed since corrects no earlier alert');
update core.alert_rules set threshold_pct = 10, severity = 'low', snooze_ends_at = 'infinity' where name = 'price';
select pg_temp.correct('B0TESTA006', '2025-03-02', '{"price": 98}');
select is(pg_temp.outcomes('price', 'B0TESTA006'), '2 alert corrected, 3 snooze', 'a rule with the same sentence does, snoozed or not');
update core.alert_rules set is_active = false, snooze_ends_at = null;
select pg_temp.correct('B0TESTA007', '2025-03-05', '{"price": 100}');
select is(pg_temp.outcomes('price', 'B0TESTA007'), '5 alert', 'an inactive rule corrects no alert');
select pg_temp.correct('B0TESTA006', '2025-03-02', '{"price": 60}');
select is(pg_temp.outcomes('price', 'B0TESTA006'), '2 alert corrected, 3 snooze', 'an inactive rule removes no correction');

-- Rules of an inactive tenant correct nothing.
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'theirs');
insert into app.tracked_products (tenant_id, asin, marketplace) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTD001', 'US');
update core.alert_rules set is_active = false;
select pg_temp.rule('ours', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('theirs', 'price', '{"threshold_pct": 10, "tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "tracked"}');
select pg_temp.load_days('2025-06-01', '{"B0TESTD001": [100, 80]}');
update app.tenants set is_active = false where name = 'theirs';
select pg_temp.correct('B0TESTD001', '2025-06-02', '{"price": 79}');
select is(pg_temp.outcomes('theirs', 'B0TESTD001') || ', ' || pg_temp.outcomes('ours', 'B0TESTD001'), '2 alert, 2 alert', 'alerts of an inactive tenant stay as they are');

-- Suppressions follow too.
update core.alert_rules set is_active = name in ('2 of 2', 'average');
select pg_temp.load_days('2025-05-01', '{"B0TESTC001": [100, 100, 100, 80]}');
select is(pg_temp.outcomes('2 of 2', 'B0TESTC001'), '4 confirm', 'a change that is not confirmed is suppressed');
select pg_temp.correct('B0TESTC001', '2025-05-04', '{"price": 100}');
select is(pg_temp.outcomes('2 of 2', 'B0TESTC001'), null, 'the suppression is deleted when its day is corrected');
select pg_temp.correct('B0TESTC001', '2025-05-04', '{"price": 70}');
select is(pg_temp.outcomes('2 of 2', 'B0TESTC001'), '4 confirm', 'the suppression returns with the change');

-- Undercuts that turn out to have begun earlier.
update core.alert_rules set is_active = false;
select pg_temp.rule('undercut', 'undercut');
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTU001', 'B0TESTU002'), ('B0TESTU003', 'B0TESTU004');
select pg_temp.load_days('2025-07-01', '{
    "B0TESTU001": [100, 100, 100], "B0TESTU002": [110, 110, 90], "B0TESTU003": [100, 100, 100, 100], "B0TESTU004": [110, 110, 90, 90]
}');
select is(pg_temp.outcomes('undercut'), 'B0TESTU001 3 alert, B0TESTU003 3 alert', 'a competitor that becomes cheaper alerts');
select pg_temp.correct('B0TESTU002', '2025-07-02', '{"price": 95}');
select pg_temp.correct('B0TESTU004', '2025-07-02', '{"price": 95}');
select is(pg_temp.outcomes('undercut'), 'B0TESTU001 3 alert corrected, B0TESTU003 3 alert corrected', 'the alert is corrected when the undercut turns out to have begun a day earlier');
select pg_temp.correct('B0TESTU002', '2025-07-02', '{"price": 90}');
select is(pg_temp.outcomes('undercut', 'B0TESTU001'), '3 alert corrected', 'whatever the competitor''s price on that day');
select pg_temp.correct('B0TESTU002', '2025-07-02', '{"price": 105}');
select is(pg_temp.outcomes('undercut', 'B0TESTU001'), '3 alert', 'correcting that day again removes the correction');

select * from finish();
rollback;
