begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
select plan(9);

set local role asinmart_owner;
\ir ../support/product_days.psql
select pg_temp.write_history();
select pg_temp.write_day('B0TESTB001', '2025-03-01', '{"price": 3, "rating": 1, "bsr": 1, "buybox_price": 0.01}');
select pg_temp.write_day('B0TESTB001', '2025-03-02', '{"price": 1, "rating": 1.01, "bsr": 2, "buybox_price": 9999999999.99}');
select pg_temp.write_day('B0TESTB001', '2025-03-03', '{"price": 1, "rating": 1, "bsr": 2, "buybox_price": 0}');
select pg_temp.write_day('B0TESTB001', '2025-03-04', '{"price": 0, "rating": 1, "bsr": 0, "buybox_price": 5}');
select pg_temp.fill_days();

select results_eq(
    $$
        select m.price_delta::text, m.price_change_pct::text, m.rating_delta::text, m.bsr_change_pct::text, m.buybox_delta::text, m.buybox_change_pct::text
        from mart.product_metrics as m where m.asin = 'B0TESTB001' and m.date = '2025-03-02'
    $$,
    $$values ('-2.00', '-66.67', '0.01', '100.00', '9999999999.98', '99999999999800.00')$$,
    'changes are in the currency and in percent with two decimals; none is too large'
);
select results_eq(
    $$
        select m.price_avg_7d::text, m.price_min_7d::text, m.price_max_7d::text, m.bsr_avg_7d::text, m.rating_avg_7d::text, m.price_change_pct_7d::text
        from mart.product_metrics as m where m.asin = 'B0TESTB001' and m.date = '2025-03-03'
    $$,
    $$values ('1.6667', '1.00', '3.00', '1.67', '1.003', '-66.67')$$,
    'means have four decimals for prices, two for ranks, three for ratings; extremes have cents'
);
select results_eq(
    $$
        select m.date, m.buybox_change_pct, m.buybox_delta from mart.product_metrics as m
        where m.asin = 'B0TESTB001' and m.date > '2025-03-02' order by m.date
    $$,
    $$values ('2025-03-03'::date, -100.00, -9999999999.99::numeric), ('2025-03-04', null, 5)$$,
    'a percentage of 0 is null'
);
select is(
    (select count(*) from mart.product_metrics), (select count(*) from core.product_metrics_daily), 'every observed day has a row'
);

create temp table expected_windows on commit drop as
select
    w.asin, w.marketplace, w.date, w.bsr_category_last, w.window_days, w.price_avg, w.price_min, w.price_max, w.bsr_avg, w.bsr_min, w.bsr_max, w.rating_avg,
    w.reviews_delta, w.price_change_pct, w.bsr_change_pct, w.observed_days::smallint, w.price_days::smallint,
    w.bsr_days::smallint, w.rating_days::smallint
from pg_temp.windows_one_by_one as w;
create temp view windows as
select m.asin, m.marketplace, m.date, m.bsr_category_last, w.*
from mart.product_metrics as m
cross join lateral (
    values
        (7, m.price_avg_7d, m.price_min_7d, m.price_max_7d, m.bsr_avg_7d, m.bsr_min_7d, m.bsr_max_7d, m.rating_avg_7d,
            m.reviews_delta_7d, m.price_change_pct_7d, m.bsr_change_pct_7d, m.observed_days_7d, m.price_days_7d,
            m.bsr_days_7d, m.rating_days_7d),
        (30, m.price_avg_30d, m.price_min_30d, m.price_max_30d, m.bsr_avg_30d, m.bsr_min_30d, m.bsr_max_30d, m.rating_avg_30d,
            m.reviews_delta_30d, m.price_change_pct_30d, m.bsr_change_pct_30d, m.observed_days_30d, m.price_days_30d,
            m.bsr_days_30d, m.rating_days_30d),
        (90, m.price_avg_90d, m.price_min_90d, m.price_max_90d, m.bsr_avg_90d, m.bsr_min_90d, m.bsr_max_90d, m.rating_avg_90d,
            m.reviews_delta_90d, m.price_change_pct_90d, m.bsr_change_pct_90d, m.observed_days_90d, m.price_days_90d,
            m.bsr_days_90d, m.rating_days_90d)
) as w;
select is_empty('table windows except table expected_windows', 'each window is that of its days, read by itself');
select is_empty('table expected_windows except table windows', 'no window is missing');

set local role mart_reader;
select isnt_empty('select 1 from mart.product_metrics', 'a reader of mart reads it');
set local role tenant_reader;
select is_empty('select 1 from mart.product_metrics', 'a login of no tenant reads no row: the view has the rights of the caller');
set local role asinmart_loader;
select throws_ok('select 1 from mart.product_metrics', '42501', null, 'a loader does not read it');

select * from finish();
rollback;
