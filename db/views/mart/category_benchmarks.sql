create or replace view mart.category_benchmarks as
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
    b.in_stock_pct,
    (
        select max(r.finished_at)
        from ops.refresh_log as r
        where r.view_name = 'category_benchmarks' and r.status = 'succeeded'
    ) as computed_at
from definitions.mv_category_benchmarks as b;
comment on view mart.category_benchmarks is 'Usual values in each category on the newest observed day of its products: one row per marketplace and category; at most about 15 minutes behind.';
comment on column mart.category_benchmarks.marketplace is 'Marketplace code.';
comment on column mart.category_benchmarks.category is 'Smallest category a rank is of, as the source names it.';
comment on column mart.category_benchmarks.product_count is 'Products whose newest observed day shows a rank in the category; listings that are gone and retired products left out.';
comment on column mart.category_benchmarks.newest_day is 'Newest observed day among them.';
comment on column mart.category_benchmarks.oldest_day is 'Oldest of their newest observed days: far from newest_day, some products were not seen for long.';
comment on column mart.category_benchmarks.price_avg is 'Mean price, marketplace currency, 2 decimals; null: none of them shows a price.';
comment on column mart.category_benchmarks.price_p25 is 'Price below which a quarter of them lie, interpolated; null: no price.';
comment on column mart.category_benchmarks.price_median is 'Median price; null: no price.';
comment on column mart.category_benchmarks.price_p75 is 'Price above which a quarter of them lie, interpolated; null: no price.';
comment on column mart.category_benchmarks.rating_avg is 'Mean of their average stars, 2 decimals; null: no rating.';
comment on column mart.category_benchmarks.rating_median is 'Median of their average stars; null: no rating.';
comment on column mart.category_benchmarks.reviews_median is 'Median number of ratings; null: none shown.';
comment on column mart.category_benchmarks.bsr_best is 'Best (lowest) rank among them.';
comment on column mart.category_benchmarks.bsr_median is 'Median rank.';
comment on column mart.category_benchmarks.in_stock_pct is 'Percent that could be bought, of those where it is known; null: known of none.';
comment on column mart.category_benchmarks.computed_at is 'When the figures were last worked out.';
grant select on mart.category_benchmarks to mart_reader, asinmart_api, asinmart_admin;
