begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(8);

select is_empty('select 1 from definitions.category_benchmarks()', 'without data there are no categories');
select pg_temp.load_run(
    'b1',
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 5, "bsr_category": "Mugs", "rating": 4, "reviews_count": 10, "in_stock": true}'),
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 20, "bsr": 8, "bsr_category": "Mugs", "rating": 4.5, "reviews_count": 13, "in_stock": true}'),
    pg_temp.observed('B0TESTA003', '2025-03-08', '{"price": 40, "bsr": 3, "bsr_category": "Mugs"}'),
    pg_temp.observed('B0TESTA003', '2025-03-07', '{"price": 900, "bsr": 1, "bsr_category": "Mugs"}'),
    pg_temp.observed('B0TESTA004', '2025-03-10', '{"bsr": 7, "bsr_category": "Cups", "status": "out_of_stock"}'),
    pg_temp.observed('B0TESTA005', '2025-03-10', '{"price": 1}'),
    '{"asin": "B0TESTA001", "observed_date": "2025-03-10", "price": 1, "bsr": 2, "bsr_category": "Mugs", "url": "https://www.amazon.de/dp/B0TESTA001"}'
);
create temp view mugs as select b.* from definitions.category_benchmarks() as b where b.marketplace = 'US' and b.category = 'Mugs';
select results_eq(
    'select m.product_count, m.newest_day, m.oldest_day from mugs as m', $$values (3::bigint, '2025-03-10'::date, '2025-03-08'::date)$$,
    'the newest observed day of each product counts, whatever its age'
);
select results_eq(
    'select m.price_avg, m.price_p25, m.price_median, m.price_p75 from mugs as m', $$values (23.33, 15.00, 20.00, 30.00)$$,
    'prices have mean, median and interpolated quartiles'
);
select results_eq(
    'select m.rating_avg, m.rating_median, m.reviews_median, m.bsr_best, m.bsr_median from mugs as m', $$values (4.25, 4.25, 11.5, 3, 5.0)$$,
    'missing values are left out'
);
select is((select m.in_stock_pct from mugs as m), (
    select round(100.0 * count(*) filter (where l.in_stock) / count(l.in_stock), 1)
    from mart.product_latest as l where l.marketplace = 'US' and l.bsr_category = 'Mugs'
), 'the share in stock is of the products with a known status');
select results_eq(
    'select b.marketplace, b.category, b.price_median from definitions.category_benchmarks() as b order by 1, 2',
    $$values ('DE', 'Mugs', 1.00), ('US', 'Cups', null), ('US', 'Mugs', 20.00)$$,
    'one row per marketplace and category; missing prices are null, and a product without a rank is in none'
);
update core.products set is_unlisted = true where asin = 'B0TESTA003';
select is((select m.price_median from mugs as m), 15.00, 'a delisted product does not count');
update core.products set is_active = false where asin = 'B0TESTA002';
select is((select m.product_count from mugs as m), 1::bigint, 'a retired product does not count');

select * from finish();
rollback;
