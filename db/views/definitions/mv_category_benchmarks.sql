-- Created once and refreshed by ops.refresh_benchmarks; the rows follow the function. Other columns need a migration
-- that drops the view first. Populated at creation, and with a unique index: CONCURRENTLY needs both.
create materialized view if not exists definitions.mv_category_benchmarks as
select
    b.marketplace,
    b.category,
    b.product_count,
    b.newest_day,
    b.oldest_day,
    b.price_avg,
    b.price_p25,
    b.price_median,
    b.price_p75,
    b.rating_avg,
    b.rating_median,
    b.reviews_median,
    b.bsr_best,
    b.bsr_median,
    b.in_stock_pct
from definitions.category_benchmarks() as b
with data;
create unique index if not exists mv_category_benchmarks_key on definitions.mv_category_benchmarks (marketplace, category);
comment on materialized view definitions.mv_category_benchmarks is 'Rows of mart.category_benchmarks as of the last refresh.';
comment on column definitions.mv_category_benchmarks.marketplace is 'Marketplace code.';
comment on column definitions.mv_category_benchmarks.category is 'Smallest category in which a product has a rank, as the source names it.';
comment on column definitions.mv_category_benchmarks.product_count is 'Products whose newest observed day shows a rank in the category, without delisted and retired ones.';
comment on column definitions.mv_category_benchmarks.newest_day is 'Newest observed day among them.';
comment on column definitions.mv_category_benchmarks.oldest_day is 'Oldest of their newest observed days; when far from newest_day, some products were not observed for long.';
comment on column definitions.mv_category_benchmarks.price_avg is 'Mean price, marketplace currency, 2 decimals; null: no product shows a price.';
comment on column definitions.mv_category_benchmarks.price_p25 is 'First quartile of their prices, marketplace currency, interpolated; null: no price.';
comment on column definitions.mv_category_benchmarks.price_median is 'Median price, marketplace currency; null: no price.';
comment on column definitions.mv_category_benchmarks.price_p75 is 'Third quartile of their prices, marketplace currency, interpolated; null: no price.';
comment on column definitions.mv_category_benchmarks.rating_avg is 'Mean of their average stars, 2 decimals; null: no rating.';
comment on column definitions.mv_category_benchmarks.rating_median is 'Median of their average stars; null: no rating.';
comment on column definitions.mv_category_benchmarks.reviews_median is 'Median number of ratings; null: none shown.';
comment on column definitions.mv_category_benchmarks.bsr_best is 'Best (lowest) rank among them.';
comment on column definitions.mv_category_benchmarks.bsr_median is 'Median rank.';
comment on column definitions.mv_category_benchmarks.in_stock_pct is 'Percent in stock of the products with a known stock status; null: known for no product.';
