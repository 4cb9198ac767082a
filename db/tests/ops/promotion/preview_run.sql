begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(3);

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
select throws_ok($$select * from ops.preview_run('no such run')$$, 'AM404', null, 'a missing run is an error');
reset role;
select is_empty('select 1 from core.products', 'nothing of it reaches core');

select * from finish();
rollback;
