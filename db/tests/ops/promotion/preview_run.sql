begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/reviews.psql
select plan(7);

set local role asinmart_loader;
select pg_temp.land_run('p1', array[
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 5, "rating": 9, "url": "https://www.amazon.de/dp/B0TESTA001"}'),
    '{"asin": "B0TESTA002", "price": 5, "date": "soon"}'
]);
select results_eq(
    $$select p.item_no, p.asin, p.marketplace, p.price, p.currency_code, p.time_from, p.dropped, p.reject_code from ops.preview_run('p1') as p$$,
    $$values
        (1, 'B0TESTA001', 'DE', 5.00, 'EUR', 'item', 'rating: 9 is not within 0 and 5', null),
        (2, 'B0TESTA002', 'US', 5.00, 'USD', 'item', null, 'time_unreadable')
    $$,
    'a loader sees how items would be read'
);
select pg_temp.land_reports('p2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TEST', 'hats'))
    || pg_temp.report('{"start": "2025-02-01", "period": "MONTH", "asins": "B0TESTA003", "document": 2}'));
select results_eq(
    $$
        select p.item_no, p.asin, p.marketplace, p.shop_from, p.date, p.time_from, p.status, p.title, p.reject_code, p.reject_detail
        from ops.preview_run('p2') as p
    $$,
    $$
        values
            (1, 'B0TESTA001', 'US', 'field', '2025-01-05'::date, 'item', 'week', 'gloves', null, null),
            (2, null, null, null, null, null, null, null, 'asin_invalid', 'B0TEST is no ASIN'),
            (3, null, 'US', 'field', '2025-02-01', 'item', 'month', 'lists no search query', null, null)
    $$,
    'rows of a report too, by their first day, period and search query'
);
select pg_temp.land_run('p3', array[pg_temp.review('RTEST00001', '{"isVerified": "perhaps"}'), pg_temp.review('RTEST00002', '{"ratingScore": 9}')]);
select results_eq(
    $$
        select p.item_no, p.asin, p.marketplace, p.shop_from, p.date, p.status, p.rating, p.title, p.dropped, p.reject_code
        from ops.preview_run('p3') as p
    $$,
    $$
        values
            (1, 'B0TESTA001', 'US', 'url', '2025-03-01'::date, 'review', 4::numeric, 'Good', 'is_verified: perhaps is neither true nor false', null),
            (2, null, null, null, null, null, null, null, null, 'rating_invalid')
    $$,
    'and reviews, by their day and headline'
);
select throws_ok($$select * from ops.preview_run('no such run')$$, 'AM404', null, 'a missing run is an error');
reset role;
select is_empty('select 1 from core.products', 'nothing of it reaches core');
select is_empty('select 1 from sqp.asin_performance_data', 'nor the reports');
select is_empty('select 1 from core.reviews', 'nor the reviews');

select * from finish();
rollback;
