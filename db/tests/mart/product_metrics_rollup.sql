begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(20);

-- Rows of the view, after its table was filled from the definition.
create function pg_temp.rollups(p_from date, p_to date)
returns setof mart.product_metrics_rollup
language plpgsql
volatile
as $$
begin
    perform pg_temp.fill_days();
    return query select r.* from mart.product_metrics_rollup as r where r.as_of between p_from and p_to;
end;
$$;

-- 100 days, from 2025-01-01 to 2025-04-10: prices 1 to 100, rank 1000 down to 901, one rating a day.
select pg_temp.write_day(
    'B0TESTA001', '2025-01-01'::date + n,
    jsonb_build_object('price', n + 1, 'bsr', 1000 - n, 'bsr_category', 'Gloves', 'rating', 4.5, 'reviews_count', 10 + n)
)
from generate_series(0, 99) as n;

select results_eq(
    $$
        select d.window_days::integer, d.observed_days::integer, d.expected_days::integer, d.price_min, d.price_max, d.price_avg
        from pg_temp.rollups('2025-04-10', '2025-04-10') as d order by d.window_days
    $$,
    $$values (7, 7, 7, 94::numeric, 100::numeric, 97::numeric), (30, 30, 30, 71, 100, 85.5), (90, 90, 90, 11, 100, 55.5)$$,
    'a window of W days ends on its day and begins W - 1 days before it'
);
select results_eq(
    $$
        select d.window_days::integer, d.price_change_pct, d.bsr_change_pct, d.reviews_delta
        from pg_temp.rollups('2025-04-10', '2025-04-10') as d order by d.window_days
    $$,
    $$values (7, 6.38, -0.66, 6), (30, 40.85, -3.12, 29), (90, 809.09, -8.99, 89)$$,
    'change is from the first to the last day of the window'
);
select results_eq(
    $$
        select d.window_days::integer, d.bsr_min, d.bsr_max, d.bsr_avg, d.rating_avg
        from pg_temp.rollups('2025-04-10', '2025-04-10') as d order by d.window_days
    $$,
    $$values (7, 901, 907, 904::numeric, 4.5), (30, 901, 930, 915.5, 4.5), (90, 901, 990, 945.5, 4.5)$$,
    'the best rank is the lowest'
);
select is(
    (select count(*) from pg_temp.rollups('2025-02-01', '2025-02-28')),
    28 * 3::bigint,
    'every observed day has three windows'
);
select results_eq(
    $$select d.price_min from pg_temp.rollups('2025-03-01', '2025-03-01') as d where d.window_days = 30$$,
    $$values (31::numeric)$$,
    'a window crosses the end of a month, also of a short February'
);

select pg_temp.write_day('B0TESTA002', '2024-02-28', '{"price": 10}');
select pg_temp.write_day('B0TESTA002', '2024-02-29', '{"price": 30}');
select pg_temp.write_day('B0TESTA002', '2024-03-06', '{"price": 20}');
select results_eq(
    $$
        select d.window_days::integer, d.observed_days::integer, d.price_min, d.price_change_pct
        from pg_temp.rollups('2024-03-06', '2024-03-06') as d
        where d.asin = 'B0TESTA002' order by d.window_days
    $$,
    $$values (7, 2, 20::numeric, -33.33), (30, 3, 10, 100.00), (90, 3, 10, 100.00)$$,
    'the leap day is one of the seven; observed_days shows missing days'
);
select results_eq(
    $$
        select d.window_days::integer, d.observed_days::integer, d.expected_days::integer
        from pg_temp.rollups('2024-03-06', '2024-03-06') as d
        where d.asin = 'B0TESTA002' order by d.window_days
    $$,
    $$values (7, 2, 7), (30, 3, 30), (90, 3, 90)$$,
    'expected_days is the length of the window, also for a new product'
);
select is_empty(
    $$select 1 from pg_temp.rollups('2024-03-01', '2024-03-05') as d where d.asin = 'B0TESTA002'$$,
    'a day without an observation has no rollup'
);

select pg_temp.write_day('B0TESTA003', '2025-03-01', '{"bsr": 50, "bsr_category": "Gloves"}');
select pg_temp.write_day('B0TESTA003', '2025-03-02', '{"price": 10, "reviews_count": 5}');
select pg_temp.write_day('B0TESTA003', '2025-03-03', '{"price": 15, "reviews_count": 9, "bsr": 40, "bsr_category": "Gloves"}');
select pg_temp.write_day('B0TESTA003', '2025-03-04', '{"bsr": 30, "bsr_category": "Mittens"}');
select results_eq(
    $$
        select d.as_of, d.price_change_pct, d.reviews_delta, d.bsr_change_pct
        from pg_temp.rollups('2025-03-01', '2025-03-04') as d
        where d.asin = 'B0TESTA003' and d.window_days = 7 order by d.as_of
    $$,
    $$values
        ('2025-03-01'::date, null::numeric, null::integer, 0.00),
        ('2025-03-02', 0.00, 0, null),
        ('2025-03-03', 50.00, 4, -20.00),
        ('2025-03-04', null, null, 0.00)
    $$,
    'each metric starts from its first known value, a rank from the first of its category, and ends on as_of'
);
select results_eq(
    $$
        select d.price_avg, d.bsr_min, d.bsr_max from pg_temp.rollups('2025-03-04', '2025-03-04') as d
        where d.asin = 'B0TESTA003' and d.window_days = 7
    $$,
    $$values (12.5, 30, 30)$$,
    'averages and extremes are over days with a value, for ranks over those with the category of the last rank'
);

-- A rank whose category alternates, then days without a rank.
select pg_temp.write_day(
    'B0TESTA009', '2025-05-01'::date + n,
    case when n % 2 = 0 then '{"bsr": 12, "bsr_category": "Poles"}' else '{"bsr": 240, "bsr_category": "Tents"}' end::jsonb
)
from generate_series(0, 5) as n;
select pg_temp.write_day('B0TESTA009', '2025-05-07', '{"price": 1}');
select pg_temp.write_day('B0TESTA009', '2025-05-20', '{"price": 1}');
select results_eq(
    $$
        select d.as_of, d.bsr_avg, d.bsr_min, d.bsr_max, d.bsr_change_pct
        from pg_temp.rollups('2025-05-05', '2025-05-07') as d
        where d.asin = 'B0TESTA009' and d.window_days = 30 order by d.as_of
    $$,
    $$values
        ('2025-05-05'::date, 12.00, 12, 12, 0.00), ('2025-05-06', 240.00, 240, 240, 0.00), ('2025-05-07', 240.00, 240, 240, null)
    $$,
    'rank figures are of one category, that of the last rank, also on a day without a rank'
);
select results_eq(
    $$
        select d.window_days::integer, d.bsr_avg from pg_temp.rollups('2025-05-20', '2025-05-20') as d
        where d.asin = 'B0TESTA009' order by d.window_days
    $$,
    $$values (7, null::numeric), (30, 240.00), (90, 240.00)$$,
    'they are null when the last rank is before the window'
);

select pg_temp.write_day('B0TESTA004', '2025-03-01', '{"in_stock": false}');
select results_eq(
    $$
        select d.price_avg, d.bsr_avg, d.rating_avg, d.price_change_pct, d.observed_days::integer
        from pg_temp.rollups('2025-03-01', '2025-03-01') as d
        where d.asin = 'B0TESTA004' and d.window_days = 90
    $$,
    $$values (null::numeric, null::numeric, null::numeric, null::numeric, 1)$$,
    'a window without any value has nulls, not zeros'
);

select pg_temp.write_day('B0TESTA005', '2025-01-01', '{"price": 100}');
select pg_temp.write_day('B0TESTA005', '2025-03-31', '{"price": 10}');
select pg_temp.write_day('B0TESTA005', '2025-04-01', '{"price": 20}');
select results_eq(
    $$
        select d.as_of, d.price_max, d.observed_days::integer
        from pg_temp.rollups('2025-03-31', '2025-04-01') as d
        where d.asin = 'B0TESTA005' and d.window_days = 90 order by d.as_of
    $$,
    $$values ('2025-03-31'::date, 100::numeric, 2), ('2025-04-01', 20, 2)$$,
    'a day is in the windows up to 89 days later, not 90 days later'
);

select pg_temp.write_day('B0TESTA006', '2025-03-01', '{"price": 0.01, "bsr": 1}');
select pg_temp.write_day('B0TESTA006', '2025-03-02', '{"price": 9999999999.99, "bsr": 2147483647}');
select results_eq(
    $$
        select d.price_change_pct, d.bsr_change_pct, d.bsr_avg
        from pg_temp.rollups('2025-03-02', '2025-03-02') as d where d.asin = 'B0TESTA006' and d.window_days = 7
    $$,
    $$values (99999999999800.00, 214748364600.00, 1073741824.00)$$,
    'no change is too large for a percentage'
);
select pg_temp.write_day('B0TESTA007', '2025-03-01', '{"price": 0}');
select pg_temp.write_day('B0TESTA007', '2025-03-02', '{"price": 7}');
select results_eq(
    $$
        select d.price_change_pct from pg_temp.rollups('2025-03-02', '2025-03-02') as d
        where d.asin = 'B0TESTA007' and d.window_days = 7
    $$,
    $$values (null::numeric)$$,
    'a percentage of 0 is null'
);
select pg_temp.write_day('B0TESTA002', '2024-03-06', '{"price": 1}', 'DE');
select results_eq(
    $$
        select d.observed_days::integer from pg_temp.rollups('2024-03-06', '2024-03-06') as d
        where d.asin = 'B0TESTA002' and d.marketplace = 'DE' and d.window_days = 90
    $$,
    $$values (1)$$,
    'each marketplace has its own windows'
);
select pg_temp.write_day('B0TESTA008', '2025-03-01', '{"price": 3}');
select pg_temp.write_day('B0TESTA008', '2025-03-02', '{"price": 1}');
select pg_temp.write_day('B0TESTA008', '2025-03-03', '{"price": 1}');
select results_eq(
    $$
        select d.price_avg from pg_temp.rollups('2025-03-03', '2025-03-03') as d
        where d.asin = 'B0TESTA008' and d.window_days = 7
    $$,
    $$values (1.6667)$$,
    'a mean price has four decimals'
);
select results_eq(
    $$
        select d.as_of, d.observed_days::integer from pg_temp.rollups('2025-01-01', '2025-01-09') as d
        where d.asin = 'B0TESTA001' and d.window_days = 7 order by d.as_of offset 5
    $$,
    $$values ('2025-01-06'::date, 6), ('2025-01-07', 7), ('2025-01-08', 7), ('2025-01-09', 7)$$,
    'a window fills up and then stays full'
);

select results_eq(
    $$
        select m.asin, m.marketplace, m.date, w.*, w.window_days as expected_days
        from mart.product_metrics as m
        cross join lateral (
            values
                (7, m.price_avg_7d, m.price_min_7d, m.price_max_7d, m.bsr_avg_7d, m.bsr_min_7d, m.bsr_max_7d, m.rating_avg_7d,
                    m.reviews_delta_7d, m.price_change_pct_7d, m.bsr_change_pct_7d, m.observed_days_7d),
                (30, m.price_avg_30d, m.price_min_30d, m.price_max_30d, m.bsr_avg_30d, m.bsr_min_30d, m.bsr_max_30d, m.rating_avg_30d,
                    m.reviews_delta_30d, m.price_change_pct_30d, m.bsr_change_pct_30d, m.observed_days_30d),
                (90, m.price_avg_90d, m.price_min_90d, m.price_max_90d, m.bsr_avg_90d, m.bsr_min_90d, m.bsr_max_90d, m.rating_avg_90d,
                    m.reviews_delta_90d, m.price_change_pct_90d, m.bsr_change_pct_90d, m.observed_days_90d)
        ) as w (window_days, price_avg, price_min, price_max, bsr_avg, bsr_min, bsr_max, rating_avg, reviews_delta, price_change_pct,
            bsr_change_pct, observed_days)
        order by 1, 2, 3, 4
    $$,
    $$
        select r.asin, r.marketplace, r.as_of, r.window_days::integer, r.price_avg, r.price_min, r.price_max, r.bsr_avg, r.bsr_min, r.bsr_max,
            r.rating_avg, r.reviews_delta, r.price_change_pct, r.bsr_change_pct, r.observed_days, r.expected_days::integer
        from mart.product_metrics_rollup as r order by 1, 2, 3, 4
    $$,
    'its rows are the windows of mart.product_metrics'
);

select * from finish();
rollback;
