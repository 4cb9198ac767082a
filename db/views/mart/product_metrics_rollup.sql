-- One row per window by UNION ALL: a condition on window_days leaves one scan.
create or replace view mart.product_metrics_rollup with (security_invoker = true) as
select
    m.asin,
    m.marketplace,
    smallint '7' as window_days,
    m.date as as_of,
    m.price_avg_7d as price_avg,
    m.price_min_7d as price_min,
    m.price_max_7d as price_max,
    m.bsr_avg_7d as bsr_avg,
    m.bsr_min_7d as bsr_min,
    m.bsr_max_7d as bsr_max,
    m.rating_avg_7d as rating_avg,
    m.reviews_delta_7d as reviews_delta,
    m.price_change_pct_7d as price_change_pct,
    m.bsr_change_pct_7d as bsr_change_pct,
    m.observed_days_7d as observed_days,
    smallint '7' as expected_days
from mart.product_metrics as m
union all
select
    m.asin,
    m.marketplace,
    smallint '30' as window_days,
    m.date as as_of,
    m.price_avg_30d as price_avg,
    m.price_min_30d as price_min,
    m.price_max_30d as price_max,
    m.bsr_avg_30d as bsr_avg,
    m.bsr_min_30d as bsr_min,
    m.bsr_max_30d as bsr_max,
    m.rating_avg_30d as rating_avg,
    m.reviews_delta_30d as reviews_delta,
    m.price_change_pct_30d as price_change_pct,
    m.bsr_change_pct_30d as bsr_change_pct,
    m.observed_days_30d as observed_days,
    smallint '30' as expected_days
from mart.product_metrics as m
union all
select
    m.asin,
    m.marketplace,
    smallint '90' as window_days,
    m.date as as_of,
    m.price_avg_90d as price_avg,
    m.price_min_90d as price_min,
    m.price_max_90d as price_max,
    m.bsr_avg_90d as bsr_avg,
    m.bsr_min_90d as bsr_min,
    m.bsr_max_90d as bsr_max,
    m.rating_avg_90d as rating_avg,
    m.reviews_delta_90d as reviews_delta,
    m.price_change_pct_90d as price_change_pct,
    m.bsr_change_pct_90d as bsr_change_pct,
    m.observed_days_90d as observed_days,
    smallint '90' as expected_days
from mart.product_metrics as m;
comment on view mart.product_metrics_rollup is 'Averages, extremes and change over the 7, 30 and 90 days that end on each observed day.';
comment on column mart.product_metrics_rollup.asin is 'Product.';
comment on column mart.product_metrics_rollup.marketplace is 'Marketplace code.';
comment on column mart.product_metrics_rollup.window_days is 'Length of the window in days: 7, 30 or 90; as_of is its last day.';
comment on column mart.product_metrics_rollup.as_of is 'An observed day, marketplace time; days in (as_of - window_days, as_of] count.';
comment on column mart.product_metrics_rollup.price_avg is 'Mean of the daily prices, 4 decimals; null: no price in the window.';
comment on column mart.product_metrics_rollup.price_min is 'Lowest daily price. A hundredth of price_max or less: one of both is suspect.';
comment on column mart.product_metrics_rollup.price_max is 'Highest daily price.';
comment on column mart.product_metrics_rollup.bsr_avg is 'Mean rank in one category, that of the last rank in the window, 2 decimals; null: no rank in the window.';
comment on column mart.product_metrics_rollup.bsr_min is 'Best (lowest) rank in that category.';
comment on column mart.product_metrics_rollup.bsr_max is 'Worst (highest) rank in that category.';
comment on column mart.product_metrics_rollup.rating_avg is 'Mean of the daily ratings, 3 decimals.';
comment on column mart.product_metrics_rollup.reviews_delta is 'Ratings on as_of minus the first known in the window.';
comment on column mart.product_metrics_rollup.price_change_pct is 'Price on as_of against the first known in the window, percent, 2 decimals; null when unknown.';
comment on column mart.product_metrics_rollup.bsr_change_pct is 'Rank on as_of against the first of the same category in the window, percent, 2 decimals; null when unknown.';
comment on column mart.product_metrics_rollup.observed_days is 'Days of the window that were observed.';
comment on column mart.product_metrics_rollup.expected_days is 'Days of the window: fewer observed ones mean thin data.';
grant select on mart.product_metrics_rollup to mart_reader, tenant_reader, mart_owner, asinmart_api, asinmart_admin;
