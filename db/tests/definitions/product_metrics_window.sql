begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"price": 99, "bsr": 900, "bsr_category": "Gloves"}');
select pg_temp.write_day('B0TESTA001', '2025-03-02', '{"bsr": 50, "bsr_category": "Mittens"}');
select pg_temp.write_day('B0TESTA001', '2025-03-03', '{"price": 10, "bsr": 80, "bsr_category": "Gloves", "reviews_count": 5}');
select pg_temp.write_day('B0TESTA001', '2025-03-04', '{"price": 15, "bsr": 40, "bsr_category": "Gloves", "reviews_count": 7}');
select pg_temp.write_day('B0TESTA002', '2025-03-04', '{"price": 1}');

select results_eq(
    $$
        select w.window_days::integer, w.observed_days::integer, w.expected_days::integer, w.price_min, w.price_change_pct, w.reviews_delta
        from definitions.product_metrics_window('2025-03-04', '2025-03-04', 3) as w where w.asin = 'B0TESTA001'
    $$,
    $$values (3, 3, 3, 10::numeric, 50.00, 2)$$,
    'a window can have any length; change is against the first known value in it, not against a day before it'
);
select results_eq(
    $$select w.bsr_change_pct from definitions.product_metrics_window('2025-03-04', '2025-03-04', 3) as w where w.asin = 'B0TESTA001'$$,
    'values (-50.00)',
    'a rank is compared with the first of its category, not with an earlier one of another category'
);
select results_eq(
    $$select w.bsr_change_pct from definitions.product_metrics_window('2025-03-04', '2025-03-04', 4) as w where w.asin = 'B0TESTA001'$$,
    'values (-95.56)',
    'in a longer window that rank may be an earlier one'
);
select results_eq(
    $$select w.as_of, w.price_change_pct from definitions.product_metrics_window('2025-03-01', '2025-03-03', 2) as w order by w.as_of$$,
    $$values ('2025-03-01'::date, 0.00), ('2025-03-02', null), ('2025-03-03', 0.00)$$,
    'a day without a price has no change, and later values are not used'
);
select results_eq(
    $$select w.asin from definitions.product_metrics_window('2025-03-01', '2025-03-31', 7, array['B0TESTA002']) as w$$,
    $$values ('B0TESTA002')$$,
    'the result can be restricted to some products'
);

select * from finish();
rollback;
