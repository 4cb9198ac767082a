begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(9);

select pg_temp.rule('title', 'listing');
select pg_temp.load_days('2025-03-01', '{
    "B0TESTA001": [{"title": "Kettle", "price": 5}, {"title": "Kettle", "price": 6}, {"title": "Red kettle", "price": 6}, {"title": "Red kettle"}],
    "B0TESTA002": [{"title": "Kettle", "price": 5}, {"price": 5}, {"title": "Red kettle", "price": 5}],
    "B0TESTA003": [{"title": "Kettle", "price": 5}, {"title": "Robot Check", "status": "blocked"}, {"title": "Kettle", "price": 5}],
    "B0TESTA004": [{"title": "Kettle", "price": 5}, {"title": "Other", "status": "blocked"}, {"title": "Kettle", "price": 5}],
    "B0TESTA005": [{"title": "Kettle", "price": 5}, null, null, null, null, null, null, null, null, {"title": "Red kettle", "price": 5}],
    "B0TESTA006": [{"title": "Kettle", "price": 5}, {"title": "Kettle", "status": "out_of_stock"}]
}');
select is(pg_temp.outcomes('title', 'B0TESTA001'), '3 alert', 'another title alerts once');
select is(pg_temp.outcomes('title', 'B0TESTA002'), '3 alert', 'a day without a title is skipped, and the next is compared with the last known title');
select is(pg_temp.outcomes('title', 'B0TESTA003'), null, 'the title of a robot check does not count');
select is(pg_temp.outcomes('title', 'B0TESTA004'), null, 'the title of a failed page does not count');
select is(pg_temp.outcomes('title', 'B0TESTA005'), '10 alert', 'a gap has no effect');
select is(pg_temp.outcomes('title', 'B0TESTA006'), null, 'stock has no effect');
select results_eq(
    $$select a.title, a.message, a.old_value, a.details ->> 'old', a.details ->> 'new' from core.alerts as a where a.asin = 'B0TESTA001'$$,
    $$values (
        'Title changed: Red kettle',
        'B0TESTA001 (US): from 2025-03-02 to 2025-03-03, title "Kettle" to "Red kettle". Rule "title": Any observed product: the title changes.',
        null::numeric, 'Kettle', 'Red kettle'
    )$$, 'the alert has both titles'
);
-- Of several observations of a day the last one counts.
select pg_temp.load_days('2025-03-01', '{"B0TESTB001": [{"title": "Kettle", "price": 5}]}');
select pg_temp.load_run(
    'b2', '{"asin": "B0TESTB001", "observed_date": "2025-03-02", "scraped_at": "2025-03-02T10:00:00Z", "title": "Pot", "price": 6}',
    '{"asin": "B0TESTB001", "observed_date": "2025-03-02", "scraped_at": "2025-03-02T20:00:00Z", "title": "Kettle", "price": 6}'
);
select is(pg_temp.outcomes('title', 'B0TESTB001'), null, 'a title that is back on the same day has not changed');
select ops.promotion_scratch();
select core.find_listing_changes();
select is_empty('table pg_temp.rule_changes', 'without rules no title is evaluated');

select * from finish();
rollback;
