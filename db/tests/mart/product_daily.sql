begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8, "list_price": 12, "bsr": 20, "bsr_category": "Gloves", "reviews_count": 1, "title": "Gloves", "brand": "Warm"}'),
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 10, "bsr_category": "Gloves", "reviews_count": 5, "rating": 4.5}'),
    pg_temp.observed('B0TESTA001', '2025-03-11', '{"status": "blocked"}')
);
set local role mart_reader;
select results_eq(
    $$
        select d.date, d.title, d.brand, d.currency_code, d.price, d.list_price, d.bsr, d.bsr_category, d.status, d.previous_date,
            d.price_delta, d.price_change_pct, d.bsr_change_pct, d.reviews_delta
        from mart.product_daily as d where d.asin = 'B0TESTA001' order by d.date
    $$,
    $$
        values
            ('2025-03-01'::date, 'Gloves', 'Warm', 'USD', 8::numeric, 12::numeric, 20, 'Gloves', 'ok', null::date, null::numeric, null::numeric, null::numeric, null::integer),
            ('2025-03-10', 'Gloves', 'Warm', 'USD', 10, null, 10, 'Gloves', 'ok', '2025-03-01', 2, 25.00, -50.00, 4)
    $$,
    'a row has identity, values and changes of an observed day; a failed fetch makes none'
);
select results_eq(
    $$
        select d.price_avg_7d, d.price_avg_30d, d.price_min_30d, d.price_max_90d, d.bsr_avg_30d, d.reviews_delta_30d, d.price_change_pct_30d,
            d.observed_days_7d::integer, d.observed_days_30d::integer, d.observed_days_90d::integer
        from mart.product_daily as d where d.date = '2025-03-10'
    $$,
    $$values (10::numeric, 9::numeric, 8::numeric, 10::numeric, 15::numeric, 4, 25.00, 1, 2, 2)$$,
    'and its windows'
);
select is((select max(d.date) from mart.product_daily as d), '2025-03-10', 'the newest day is known');
reset role;
select is(
    (select count(*) from mart.product_daily), (select count(*) from core.product_metrics_daily), 'one row a daily row'
);
select is_empty(
    $$
        select r.asin, r.marketplace, r.as_of, r.window_days from mart.product_metrics_rollup as r
        left join (
            select d.asin, d.marketplace, d.date, v.* from mart.product_daily as d
            cross join lateral (
                values
                    (7, d.price_avg_7d, d.price_min_7d, d.price_max_7d, d.bsr_avg_7d, d.bsr_min_7d, d.bsr_max_7d, d.rating_avg_7d,
                        d.reviews_delta_7d, d.price_change_pct_7d, d.bsr_change_pct_7d, d.observed_days_7d),
                    (30, d.price_avg_30d, d.price_min_30d, d.price_max_30d, d.bsr_avg_30d, d.bsr_min_30d, d.bsr_max_30d, d.rating_avg_30d,
                        d.reviews_delta_30d, d.price_change_pct_30d, d.bsr_change_pct_30d, d.observed_days_30d),
                    (90, d.price_avg_90d, d.price_min_90d, d.price_max_90d, d.bsr_avg_90d, d.bsr_min_90d, d.bsr_max_90d, d.rating_avg_90d,
                        d.reviews_delta_90d, d.price_change_pct_90d, d.bsr_change_pct_90d, d.observed_days_90d)
            ) as v (window_days, price_avg, price_min, price_max, bsr_avg, bsr_min, bsr_max, rating_avg, reviews_delta, price_change_pct, bsr_change_pct, observed_days)
        ) as w on w.asin = r.asin and w.marketplace = r.marketplace and w.date = r.as_of and w.window_days = r.window_days
        where (r.price_avg, r.price_min, r.price_max, r.bsr_avg, r.bsr_min, r.bsr_max, r.rating_avg, r.reviews_delta, r.price_change_pct, r.bsr_change_pct, r.observed_days)
            is distinct from (w.price_avg, w.price_min, w.price_max, w.bsr_avg, w.bsr_min, w.bsr_max, w.rating_avg, w.reviews_delta, w.price_change_pct, w.bsr_change_pct, w.observed_days)
    $$,
    'each window column is that of the rollup'
);
select * from finish();
rollback;
