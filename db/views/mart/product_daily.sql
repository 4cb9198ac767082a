-- Changes and windows by a lateral aggregate of one row: where a query reads none of them, PostgreSQL 15 leaves that join out,
-- which it does not with joins to partitioned tables.
set role mart_owner;
create or replace view mart.product_daily as
select
    d.asin,
    d.marketplace,
    d.date,
    p.title,
    p.brand,
    p.category,
    m.currency_code,
    d.price,
    d.list_price,
    d.buybox_price,
    d.buybox_seller,
    d.bsr,
    d.bsr_category,
    d.bsr_main,
    d.rating,
    d.reviews_count,
    d.in_stock,
    d.offers_count,
    d.status,
    d.observed_at,
    c.previous_date,
    c.days_since_previous,
    c.price_delta,
    c.price_change_pct,
    c.bsr_delta,
    c.bsr_change_pct,
    c.is_bsr_category_changed,
    c.rating_delta,
    c.reviews_delta,
    c.buybox_delta,
    c.buybox_change_pct,
    c.is_buybox_seller_changed,
    c.stock_change,
    c.price_avg_7d,
    c.price_min_7d,
    c.price_max_7d,
    c.bsr_avg_7d,
    c.bsr_min_7d,
    c.bsr_max_7d,
    c.rating_avg_7d,
    c.reviews_delta_7d,
    c.price_change_pct_7d,
    c.bsr_change_pct_7d,
    c.observed_days_7d,
    c.price_avg_30d,
    c.price_min_30d,
    c.price_max_30d,
    c.bsr_avg_30d,
    c.bsr_min_30d,
    c.bsr_max_30d,
    c.rating_avg_30d,
    c.reviews_delta_30d,
    c.price_change_pct_30d,
    c.bsr_change_pct_30d,
    c.observed_days_30d,
    c.price_avg_90d,
    c.price_min_90d,
    c.price_max_90d,
    c.bsr_avg_90d,
    c.bsr_min_90d,
    c.bsr_max_90d,
    c.rating_avg_90d,
    c.reviews_delta_90d,
    c.price_change_pct_90d,
    c.bsr_change_pct_90d,
    c.observed_days_90d
from core.product_metrics_daily as d
left join core.products as p on p.asin = d.asin and p.marketplace = d.marketplace
left join core.marketplaces as m on m.marketplace = d.marketplace
left join lateral (
    select
        max(r.previous_date) as previous_date,
        max(r.days_since_previous) as days_since_previous,
        max(r.price_delta) as price_delta,
        max(r.price_change_pct) as price_change_pct,
        max(r.bsr_delta) as bsr_delta,
        max(r.bsr_change_pct) as bsr_change_pct,
        bool_and(r.is_bsr_category_changed) as is_bsr_category_changed,
        max(r.rating_delta) as rating_delta,
        max(r.reviews_delta) as reviews_delta,
        max(r.buybox_delta) as buybox_delta,
        max(r.buybox_change_pct) as buybox_change_pct,
        bool_and(r.is_buybox_seller_changed) as is_buybox_seller_changed,
        max(r.stock_change) as stock_change,
        max(r.price_avg_7d) as price_avg_7d,
        max(r.price_min_7d) as price_min_7d,
        max(r.price_max_7d) as price_max_7d,
        max(r.bsr_avg_7d) as bsr_avg_7d,
        max(r.bsr_min_7d) as bsr_min_7d,
        max(r.bsr_max_7d) as bsr_max_7d,
        max(r.rating_avg_7d) as rating_avg_7d,
        max(r.reviews_delta_7d) as reviews_delta_7d,
        max(r.price_change_pct_7d) as price_change_pct_7d,
        max(r.bsr_change_pct_7d) as bsr_change_pct_7d,
        max(r.observed_days_7d) as observed_days_7d,
        max(r.price_avg_30d) as price_avg_30d,
        max(r.price_min_30d) as price_min_30d,
        max(r.price_max_30d) as price_max_30d,
        max(r.bsr_avg_30d) as bsr_avg_30d,
        max(r.bsr_min_30d) as bsr_min_30d,
        max(r.bsr_max_30d) as bsr_max_30d,
        max(r.rating_avg_30d) as rating_avg_30d,
        max(r.reviews_delta_30d) as reviews_delta_30d,
        max(r.price_change_pct_30d) as price_change_pct_30d,
        max(r.bsr_change_pct_30d) as bsr_change_pct_30d,
        max(r.observed_days_30d) as observed_days_30d,
        max(r.price_avg_90d) as price_avg_90d,
        max(r.price_min_90d) as price_min_90d,
        max(r.price_max_90d) as price_max_90d,
        max(r.bsr_avg_90d) as bsr_avg_90d,
        max(r.bsr_min_90d) as bsr_min_90d,
        max(r.bsr_max_90d) as bsr_max_90d,
        max(r.rating_avg_90d) as rating_avg_90d,
        max(r.reviews_delta_90d) as reviews_delta_90d,
        max(r.price_change_pct_90d) as price_change_pct_90d,
        max(r.bsr_change_pct_90d) as bsr_change_pct_90d,
        max(r.observed_days_90d) as observed_days_90d
    from mart.product_metrics as r
    where r.asin = d.asin and r.marketplace = d.marketplace and r.date = d.date
) as c on true;
comment on view mart.product_daily is 'One row per product, marketplace and observed day: values of the day, changes since the previous observed day, and the windows of 7, 30 and 90 days that end on it.';
comment on column mart.product_daily.asin is 'Product.';
comment on column mart.product_daily.marketplace is 'Marketplace code.';
comment on column mart.product_daily.date is 'The day, marketplace time. Days without a valid observation have no row, see mart.missing_days.';
comment on column mart.product_daily.title is 'Listing title as last seen; null: no source gave one.';
comment on column mart.product_daily.brand is 'Brand as last seen; null: unknown.';
comment on column mart.product_daily.category is 'Last element of the category path as last seen; null: unknown.';
comment on column mart.product_daily.currency_code is 'ISO 4217 currency of all prices in the row.';
comment on column mart.product_daily.price is 'Price shown; null: none shown, or status is null.';
comment on column mart.product_daily.list_price is 'List price; null: none shown.';
comment on column mart.product_daily.buybox_price is 'Price of the featured offer; null: none known.';
comment on column mart.product_daily.buybox_seller is 'Seller of the featured offer; null: none known.';
comment on column mart.product_daily.bsr is 'Best-seller rank in the smallest category, 1 is best; null: not shown.';
comment on column mart.product_daily.bsr_category is 'The category of that rank; ranks of two categories are not comparable.';
comment on column mart.product_daily.bsr_main is 'Rank in the main category; null: not shown.';
comment on column mart.product_daily.rating is 'Average stars 1-5; null: not shown.';
comment on column mart.product_daily.reviews_count is 'Number of ratings; null: not shown.';
comment on column mart.product_daily.in_stock is 'Whether it could be bought; null: unknown.';
comment on column mart.product_daily.offers_count is 'Number of offers; null: not shown.';
comment on column mart.product_daily.status is 'ok, no_offer, out_of_stock or price_hidden; null: no source of that day speaks of offers.';
comment on column mart.product_daily.observed_at is 'When the last valid observation of the day was made; null for rows written by hand.';
comment on column mart.product_daily.previous_date is 'The observed day that the changes compare with; null on the first.';
comment on column mart.product_daily.days_since_previous is 'Days between the two; 1 when none is missing.';
comment on column mart.product_daily.price_delta is 'Price minus previous price; null when either is unknown.';
comment on column mart.product_daily.price_change_pct is 'Price change in percent of the previous price, 2 decimals; null when the base is 0 or unknown.';
comment on column mart.product_daily.bsr_delta is 'Rank minus previous rank, negative is better; null when unknown or of another category.';
comment on column mart.product_daily.bsr_change_pct is 'Rank change in percent of the previous rank, 2 decimals; null when unknown or of another category.';
comment on column mart.product_daily.is_bsr_category_changed is 'Whether the rank is of another category than before; null on the first day.';
comment on column mart.product_daily.rating_delta is 'Change of the average stars; null when unknown.';
comment on column mart.product_daily.reviews_delta is 'Ratings gained; null when unknown.';
comment on column mart.product_daily.buybox_delta is 'Change of the featured offer''s price; null when unknown.';
comment on column mart.product_daily.buybox_change_pct is 'The same in percent, 2 decimals; null when unknown.';
comment on column mart.product_daily.is_buybox_seller_changed is 'Whether another seller holds the featured offer; null when either is unknown.';
comment on column mart.product_daily.stock_change is 'lost, regained, or null for no known change.';
comment on column mart.product_daily.price_avg_7d is 'Mean of the daily prices of the 7 days that end on date, 4 decimals; null: no price in them.';
comment on column mart.product_daily.price_min_7d is 'Lowest daily price of the 7 days; null: no price in them.';
comment on column mart.product_daily.price_max_7d is 'Highest daily price of the 7 days; null: no price in them.';
comment on column mart.product_daily.bsr_avg_7d is 'Mean rank of the 7 days, in the category of the last rank, 2 decimals; null: no rank in them.';
comment on column mart.product_daily.bsr_min_7d is 'Best (lowest) rank of the 7 days in that category; null: no rank in them.';
comment on column mart.product_daily.bsr_max_7d is 'Worst (highest) rank of the 7 days in that category; null: no rank in them.';
comment on column mart.product_daily.rating_avg_7d is 'Mean of the daily ratings of the 7 days, 3 decimals; null: no rating in them.';
comment on column mart.product_daily.reviews_delta_7d is 'Ratings gained since the first known day of the 7; null: unknown.';
comment on column mart.product_daily.price_change_pct_7d is 'Price against the first known price of the 7 days, percent; null: unknown.';
comment on column mart.product_daily.bsr_change_pct_7d is 'Rank against the first rank of the same category in the 7 days, percent, positive is worse; null: unknown.';
comment on column mart.product_daily.observed_days_7d is 'Days of the 7 that were observed; few mean thin data. Null: the windows are no longer kept.';
comment on column mart.product_daily.price_avg_30d is 'Mean of the daily prices of the 30 days that end on date, 4 decimals; null: no price in them.';
comment on column mart.product_daily.price_min_30d is 'Lowest daily price of the 30 days; null: no price in them.';
comment on column mart.product_daily.price_max_30d is 'Highest daily price of the 30 days; null: no price in them.';
comment on column mart.product_daily.bsr_avg_30d is 'Mean rank of the 30 days, in the category of the last rank, 2 decimals; null: no rank in them.';
comment on column mart.product_daily.bsr_min_30d is 'Best (lowest) rank of the 30 days in that category; null: no rank in them.';
comment on column mart.product_daily.bsr_max_30d is 'Worst (highest) rank of the 30 days in that category; null: no rank in them.';
comment on column mart.product_daily.rating_avg_30d is 'Mean of the daily ratings of the 30 days, 3 decimals; null: no rating in them.';
comment on column mart.product_daily.reviews_delta_30d is 'Ratings gained since the first known day of the 30; null: unknown.';
comment on column mart.product_daily.price_change_pct_30d is 'Price against the first known price of the 30 days, percent; null: unknown.';
comment on column mart.product_daily.bsr_change_pct_30d is 'Rank against the first rank of the same category in the 30 days, percent, positive is worse; null: unknown.';
comment on column mart.product_daily.observed_days_30d is 'Days of the 30 that were observed; few mean thin data. Null: the windows are no longer kept.';
comment on column mart.product_daily.price_avg_90d is 'Mean of the daily prices of the 90 days that end on date, 4 decimals; null: no price in them.';
comment on column mart.product_daily.price_min_90d is 'Lowest daily price of the 90 days; null: no price in them.';
comment on column mart.product_daily.price_max_90d is 'Highest daily price of the 90 days; null: no price in them.';
comment on column mart.product_daily.bsr_avg_90d is 'Mean rank of the 90 days, in the category of the last rank, 2 decimals; null: no rank in them.';
comment on column mart.product_daily.bsr_min_90d is 'Best (lowest) rank of the 90 days in that category; null: no rank in them.';
comment on column mart.product_daily.bsr_max_90d is 'Worst (highest) rank of the 90 days in that category; null: no rank in them.';
comment on column mart.product_daily.rating_avg_90d is 'Mean of the daily ratings of the 90 days, 3 decimals; null: no rating in them.';
comment on column mart.product_daily.reviews_delta_90d is 'Ratings gained since the first known day of the 90; null: unknown.';
comment on column mart.product_daily.price_change_pct_90d is 'Price against the first known price of the 90 days, percent; null: unknown.';
comment on column mart.product_daily.bsr_change_pct_90d is 'Rank against the first rank of the same category in the 90 days, percent, positive is worse; null: unknown.';
comment on column mart.product_daily.observed_days_90d is 'Days of the 90 that were observed; few mean thin data. Null: the windows are no longer kept.';
grant select on mart.product_daily to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
