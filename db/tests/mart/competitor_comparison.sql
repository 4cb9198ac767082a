begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(5);

insert into core.competitor_links (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US');
select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8, "bsr": 20, "bsr_category": "Gloves", "title": "Gloves", "rating": 4}'),
    pg_temp.observed('B0TESTA002', '2025-03-01', '{"price": 10, "bsr": 30, "bsr_category": "Gloves", "title": "Mittens"}'),
    pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 8}')
);
set local role mart_reader;
select results_eq(
    $$
        select c.date, c.main_title, c.comp_title, c.currency_code, c.main_price, c.comp_price, c.price_diff, c.main_bsr, c.comp_bsr, c.bsr_gap,
            c.main_rating, c.comp_rating, c.rating_diff
        from mart.competitor_comparison as c
    $$,
    $$values ('2025-03-01'::date, 'Gloves', 'Mittens', 'USD', 8::numeric, 10::numeric, -2::numeric, 20, 30, -10, 4::numeric, null::numeric, null::numeric)$$,
    'a day on which both were observed has both sides and their difference'
);
set local role asinmart_owner;
select pg_temp.load_run(
    's2',
    pg_temp.observed('B0TESTA001', '2025-03-03', '{"price": 8, "bsr": 20, "bsr_category": "Gloves", "rating": 4, "reviews_count": 90, "buybox_price": 9, "buybox_seller": "X", "in_stock": true}'),
    pg_temp.observed('B0TESTA002', '2025-03-03', '{"price": 10, "bsr": 30, "bsr_category": "Hats", "rating": 4.5, "reviews_count": 120, "buybox_price": 12, "buybox_seller": "Y", "in_stock": true}'),
    pg_temp.observed('B0TESTA001', '2025-03-04', '{"bsr": 20, "bsr_category": "Gloves", "reviews_count": 90, "in_stock": false}'),
    pg_temp.observed('B0TESTA002', '2025-03-04', '{"price": 10, "reviews_count": 0, "in_stock": true}')
);
select results_eq(
    $$
        select c.price_diff_pct, c.bsr_gap_pct, c.rating_diff_pct, c.reviews_gap_pct, c.buybox_diff_pct, c.is_same_bsr_category
        from mart.competitor_comparison as c where c.date = '2025-03-03'
    $$,
    $$values (-20.00, -33.33, -11.11, -25.00, -25.00, false)$$, 'each gap in percent of the competitor''s value'
);
select results_eq(
    $$
        select c.price_diff_pct, c.bsr_gap, c.bsr_gap_pct, c.rating_diff_pct, c.reviews_gap, c.reviews_gap_pct, c.buybox_diff_pct, c.is_same_bsr_category
        from mart.competitor_comparison as c where c.date = '2025-03-04'
    $$,
    $$values (null::numeric, null::integer, null::numeric, null::numeric, 90, null::numeric, null::numeric, null::boolean)$$,
    'null when either is unknown or the competitor has none'
);
select results_eq(
    $$select c.main_in_stock, c.comp_in_stock, c.main_status, c.comp_status from mart.competitor_comparison as c where c.date = '2025-03-04'$$,
    $$values (false, true, 'out_of_stock', 'ok')$$, 'stock and offers of both sides'
);
reset role;
select is((select count(*) from mart.competitor_comparison), (select count(*) from mart.competitor_comparison_daily), 'one row a comparison');
select * from finish();
rollback;
