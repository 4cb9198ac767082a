begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.load_run(
    's1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8, "bsr": 20, "reviews_count": 1, "title": "Gloves"}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 10, "reviews_count": 5, "title": "Gloves"}'),
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"status": "delisted"}')
);
set local role mart_reader;
select results_eq(
    $$
        select s.title, s.currency_code, s.latest_date, s.price, s.previous_date, s.price_change_pct, s.price_avg_7d, s.price_avg_30d, s.reviews_delta_30d::integer,
            s.observed_days_30d::integer, s.price_min_90d
        from mart.product_summary as s where s.asin = 'B0TESTA001'
    $$,
    $$values ('Gloves', 'USD', '2025-03-10'::date, 10::numeric, '2025-03-01'::date, 25.00, 10::numeric, 9::numeric, 4, 2, 8::numeric)$$,
    'one row has description, newest day, changes and windows of a product'
);
select results_eq(
    $$select s.is_unlisted, s.latest_date, s.price, s.price_avg_30d from mart.product_summary as s where s.asin = 'B0TESTA002'$$,
    $$values (true, null::date, null::numeric, null::numeric)$$,
    'a product without a valid observation has a row with nulls'
);
select is((select count(*) from mart.product_summary), 2::bigint, 'one row per product');
select results_eq(
    'select l.asin, l.price from mart.mv_product_latest as l', $$values ('B0TESTA001', 10::numeric)$$, 'mart.mv_product_latest has all observed products'
);

select * from finish();
rollback;
