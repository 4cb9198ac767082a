-- Stored are whole numbers: sums, counts and first values. What is published follows from them here, and only here.
-- mart.product_days has an index on the expression of price_change_pct, which must stay the same.
create or replace view mart.product_metrics with (security_invoker = true) as
select
    d.asin,
    d.marketplace,
    d.date,
    d.previous_date,
    d.date - d.previous_date as days_since_previous,
    (d.price_delta / 100.0)::numeric(12, 2) as price_delta,
    round(d.price_delta * 100.0 / nullif(d.price - d.price_delta, 0), 2) as price_change_pct,
    d.bsr_delta,
    round(d.bsr_delta * 100.0 / nullif(d.bsr - d.bsr_delta, 0), 2) as bsr_change_pct,
    (d.rating_delta / 100.0)::numeric(3, 2) as rating_delta,
    d.reviews_delta,
    (d.buybox_delta / 100.0)::numeric(12, 2) as buybox_delta,
    round(d.buybox_delta * 100.0 / nullif(d.buybox_price - d.buybox_delta, 0), 2) as buybox_change_pct,
    d.is_buybox_seller_changed,
    d.stock_change,
    d.is_bsr_category_changed,
    d.bsr_category_last,
    round(d.price_sum_7 / (100.0 * d.price_days_7), 4) as price_avg_7d,
    (d.price_min_7 / 100.0)::numeric(12, 2) as price_min_7d,
    (d.price_max_7 / 100.0)::numeric(12, 2) as price_max_7d,
    round(d.bsr_sum_7::numeric / d.bsr_days_7, 2) as bsr_avg_7d,
    d.bsr_min_7 as bsr_min_7d,
    d.bsr_max_7 as bsr_max_7d,
    round(d.rating_sum_7 / (100.0 * d.rating_days_7), 3) as rating_avg_7d,
    d.reviews_count - d.reviews_first_7 as reviews_delta_7d,
    round((d.price - d.price_first_7) * 100.0 / nullif(d.price_first_7, 0), 2) as price_change_pct_7d,
    round((d.bsr - d.bsr_first_7) * 100.0 / nullif(d.bsr_first_7, 0), 2) as bsr_change_pct_7d,
    d.observed_days_7 as observed_days_7d,
    d.price_days_7 as price_days_7d,
    d.bsr_days_7 as bsr_days_7d,
    d.rating_days_7 as rating_days_7d,
    round(d.price_sum_30 / (100.0 * d.price_days_30), 4) as price_avg_30d,
    (d.price_min_30 / 100.0)::numeric(12, 2) as price_min_30d,
    (d.price_max_30 / 100.0)::numeric(12, 2) as price_max_30d,
    round(d.bsr_sum_30::numeric / d.bsr_days_30, 2) as bsr_avg_30d,
    d.bsr_min_30 as bsr_min_30d,
    d.bsr_max_30 as bsr_max_30d,
    round(d.rating_sum_30 / (100.0 * d.rating_days_30), 3) as rating_avg_30d,
    d.reviews_count - d.reviews_first_30 as reviews_delta_30d,
    round((d.price - d.price_first_30) * 100.0 / nullif(d.price_first_30, 0), 2) as price_change_pct_30d,
    round((d.bsr - d.bsr_first_30) * 100.0 / nullif(d.bsr_first_30, 0), 2) as bsr_change_pct_30d,
    d.observed_days_30 as observed_days_30d,
    d.price_days_30 as price_days_30d,
    d.bsr_days_30 as bsr_days_30d,
    d.rating_days_30 as rating_days_30d,
    round(d.price_sum_90 / (100.0 * d.price_days_90), 4) as price_avg_90d,
    (d.price_min_90 / 100.0)::numeric(12, 2) as price_min_90d,
    (d.price_max_90 / 100.0)::numeric(12, 2) as price_max_90d,
    round(d.bsr_sum_90::numeric / d.bsr_days_90, 2) as bsr_avg_90d,
    d.bsr_min_90 as bsr_min_90d,
    d.bsr_max_90 as bsr_max_90d,
    round(d.rating_sum_90 / (100.0 * d.rating_days_90), 3) as rating_avg_90d,
    d.reviews_count - d.reviews_first_90 as reviews_delta_90d,
    round((d.price - d.price_first_90) * 100.0 / nullif(d.price_first_90, 0), 2) as price_change_pct_90d,
    round((d.bsr - d.bsr_first_90) * 100.0 / nullif(d.bsr_first_90, 0), 2) as bsr_change_pct_90d,
    d.observed_days_90 as observed_days_90d,
    d.price_days_90 as price_days_90d,
    d.bsr_days_90 as bsr_days_90d,
    d.rating_days_90 as rating_days_90d
from mart.product_days as d;
comment on view mart.product_metrics is 'Changes since the previous observed day and the windows of 7, 30 and 90 days, one wide row per product and observed day. product_metrics_delta_daily and product_metrics_rollup are parts of it; product_daily has the values of the day as well.';
comment on column mart.product_metrics.asin is 'Product.';
comment on column mart.product_metrics.marketplace is 'Marketplace code.';
comment on column mart.product_metrics.date is 'The day, marketplace time. Days without a valid observation have no row, see mart.missing_days.';
comment on column mart.product_metrics.previous_date is 'The observed day that the changes compare with; null on the first.';
comment on column mart.product_metrics.days_since_previous is 'Days between the two; 1 when none is missing.';
comment on column mart.product_metrics.price_delta is 'Price minus previous price; null when either is unknown.';
comment on column mart.product_metrics.price_change_pct is 'Price change in percent of the previous price, 2 decimals; null when the base is 0 or unknown.';
comment on column mart.product_metrics.bsr_delta is 'Rank minus previous rank, negative is better; null when unknown or of another category.';
comment on column mart.product_metrics.bsr_change_pct is 'Rank change in percent of the previous rank, 2 decimals; null when unknown or of another category.';
comment on column mart.product_metrics.rating_delta is 'Change of the average stars; null when unknown.';
comment on column mart.product_metrics.reviews_delta is 'Ratings gained; null when unknown.';
comment on column mart.product_metrics.buybox_delta is 'Change of the featured offer''s price; null when unknown.';
comment on column mart.product_metrics.buybox_change_pct is 'The same in percent, 2 decimals; null when unknown.';
comment on column mart.product_metrics.is_buybox_seller_changed is 'Whether another seller holds the featured offer; null when either is unknown.';
comment on column mart.product_metrics.stock_change is 'lost, regained, or null for no known change.';
comment on column mart.product_metrics.is_bsr_category_changed is 'Whether the rank is of another category than before; null on the first day.';
comment on column mart.product_metrics.bsr_category_last is 'Category of the last rank of the 90 days that end on date: the rank figures of the windows cover ranks of it alone; null: no rank, or one without a category.';
comment on column mart.product_metrics.price_avg_7d is 'Mean of the daily prices of the 7 days that end on date, 4 decimals; null: no price in them.';
comment on column mart.product_metrics.price_min_7d is 'Lowest daily price of the 7 days; null: no price in them.';
comment on column mart.product_metrics.price_max_7d is 'Highest daily price of the 7 days; null: no price in them.';
comment on column mart.product_metrics.bsr_avg_7d is 'Mean rank of the 7 days, in the category of the last rank, 2 decimals; null: no rank in them.';
comment on column mart.product_metrics.bsr_min_7d is 'Best (lowest) rank of the 7 days in that category; null: no rank in them.';
comment on column mart.product_metrics.bsr_max_7d is 'Worst (highest) rank of the 7 days in that category; null: no rank in them.';
comment on column mart.product_metrics.rating_avg_7d is 'Mean of the daily ratings of the 7 days, 3 decimals; null: no rating in them.';
comment on column mart.product_metrics.reviews_delta_7d is 'Ratings gained since the first known day of the 7; null: unknown.';
comment on column mart.product_metrics.price_change_pct_7d is 'Price against the first known price of the 7 days, percent; null: unknown.';
comment on column mart.product_metrics.bsr_change_pct_7d is 'Rank against the first rank of the same category in the 7 days, percent, positive is worse; null: unknown.';
comment on column mart.product_metrics.observed_days_7d is 'Days of the 7 that were observed; few mean thin data.';
comment on column mart.product_metrics.price_days_7d is 'Days of the 7 with a price.';
comment on column mart.product_metrics.bsr_days_7d is 'Days of the 7 with a rank in bsr_category_last.';
comment on column mart.product_metrics.rating_days_7d is 'Days of the 7 with a rating.';
comment on column mart.product_metrics.price_avg_30d is 'Mean of the daily prices of the 30 days that end on date, 4 decimals; null: no price in them.';
comment on column mart.product_metrics.price_min_30d is 'Lowest daily price of the 30 days; null: no price in them.';
comment on column mart.product_metrics.price_max_30d is 'Highest daily price of the 30 days; null: no price in them.';
comment on column mart.product_metrics.bsr_avg_30d is 'Mean rank of the 30 days, in the category of the last rank, 2 decimals; null: no rank in them.';
comment on column mart.product_metrics.bsr_min_30d is 'Best (lowest) rank of the 30 days in that category; null: no rank in them.';
comment on column mart.product_metrics.bsr_max_30d is 'Worst (highest) rank of the 30 days in that category; null: no rank in them.';
comment on column mart.product_metrics.rating_avg_30d is 'Mean of the daily ratings of the 30 days, 3 decimals; null: no rating in them.';
comment on column mart.product_metrics.reviews_delta_30d is 'Ratings gained since the first known day of the 30; null: unknown.';
comment on column mart.product_metrics.price_change_pct_30d is 'Price against the first known price of the 30 days, percent; null: unknown.';
comment on column mart.product_metrics.bsr_change_pct_30d is 'Rank against the first rank of the same category in the 30 days, percent, positive is worse; null: unknown.';
comment on column mart.product_metrics.observed_days_30d is 'Days of the 30 that were observed; few mean thin data.';
comment on column mart.product_metrics.price_days_30d is 'Days of the 30 with a price.';
comment on column mart.product_metrics.bsr_days_30d is 'Days of the 30 with a rank in bsr_category_last.';
comment on column mart.product_metrics.rating_days_30d is 'Days of the 30 with a rating.';
comment on column mart.product_metrics.price_avg_90d is 'Mean of the daily prices of the 90 days that end on date, 4 decimals; null: no price in them.';
comment on column mart.product_metrics.price_min_90d is 'Lowest daily price of the 90 days; null: no price in them.';
comment on column mart.product_metrics.price_max_90d is 'Highest daily price of the 90 days; null: no price in them.';
comment on column mart.product_metrics.bsr_avg_90d is 'Mean rank of the 90 days, in the category of the last rank, 2 decimals; null: no rank in them.';
comment on column mart.product_metrics.bsr_min_90d is 'Best (lowest) rank of the 90 days in that category; null: no rank in them.';
comment on column mart.product_metrics.bsr_max_90d is 'Worst (highest) rank of the 90 days in that category; null: no rank in them.';
comment on column mart.product_metrics.rating_avg_90d is 'Mean of the daily ratings of the 90 days, 3 decimals; null: no rating in them.';
comment on column mart.product_metrics.reviews_delta_90d is 'Ratings gained since the first known day of the 90; null: unknown.';
comment on column mart.product_metrics.price_change_pct_90d is 'Price against the first known price of the 90 days, percent; null: unknown.';
comment on column mart.product_metrics.bsr_change_pct_90d is 'Rank against the first rank of the same category in the 90 days, percent, positive is worse; null: unknown.';
comment on column mart.product_metrics.observed_days_90d is 'Days of the 90 that were observed; few mean thin data.';
comment on column mart.product_metrics.price_days_90d is 'Days of the 90 with a price.';
comment on column mart.product_metrics.bsr_days_90d is 'Days of the 90 with a rank in bsr_category_last.';
comment on column mart.product_metrics.rating_days_90d is 'Days of the 90 with a rating.';
grant select on mart.product_metrics to mart_reader, tenant_reader, mart_owner, asinmart_api, asinmart_admin;
