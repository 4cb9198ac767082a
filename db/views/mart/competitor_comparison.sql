set role mart_owner;
create or replace view mart.competitor_comparison as
select
    c.asin_main,
    c.asin_comp,
    c.marketplace,
    c.date,
    m.currency_code,
    p.title as main_title,
    q.title as comp_title,
    d.price as main_price,
    e.price as comp_price,
    d.buybox_price as main_buybox_price,
    e.buybox_price as comp_buybox_price,
    d.bsr as main_bsr,
    e.bsr as comp_bsr,
    d.bsr_category as main_bsr_category,
    e.bsr_category as comp_bsr_category,
    d.rating as main_rating,
    e.rating as comp_rating,
    d.reviews_count as main_reviews_count,
    e.reviews_count as comp_reviews_count,
    d.in_stock as main_in_stock,
    e.in_stock as comp_in_stock,
    c.price_diff,
    c.price_diff_pct,
    c.buybox_diff,
    c.bsr_gap,
    c.is_same_bsr_category,
    c.rating_diff,
    c.reviews_gap,
    round(c.bsr_gap * 100.0 / nullif(e.bsr, 0), 2) as bsr_gap_pct,
    round(c.rating_diff * 100 / nullif(e.rating, 0), 2) as rating_diff_pct,
    round(c.reviews_gap * 100.0 / nullif(e.reviews_count, 0), 2) as reviews_gap_pct,
    round(c.buybox_diff * 100 / nullif(e.buybox_price, 0), 2) as buybox_diff_pct,
    d.status as main_status,
    e.status as comp_status
from mart.competitor_comparison_daily as c
inner join core.marketplaces as m on m.marketplace = c.marketplace
left join core.product_metrics_daily as d on d.asin = c.asin_main and d.marketplace = c.marketplace and d.date = c.date
left join core.product_metrics_daily as e on e.asin = c.asin_comp and e.marketplace = c.marketplace and e.date = c.date
left join core.products as p on p.asin = c.asin_main and p.marketplace = c.marketplace
left join core.products as q on q.asin = c.asin_comp and q.marketplace = c.marketplace;
comment on view mart.competitor_comparison is 'One row per main product, competitor and day on which both were observed: titles, values of both sides, and main minus competitor.';
comment on column mart.competitor_comparison.asin_main is 'Main product.';
comment on column mart.competitor_comparison.asin_comp is 'Competitor.';
comment on column mart.competitor_comparison.marketplace is 'Marketplace of both.';
comment on column mart.competitor_comparison.date is 'The day, marketplace time.';
comment on column mart.competitor_comparison.currency_code is 'ISO 4217 currency of all prices in the row.';
comment on column mart.competitor_comparison.main_title is 'Title of the main product; null: unknown.';
comment on column mart.competitor_comparison.comp_title is 'Title of the competitor; null: unknown.';
comment on column mart.competitor_comparison.main_price is 'Price shown, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_price is 'Price shown, competitor; null: unknown.';
comment on column mart.competitor_comparison.main_buybox_price is 'Price of the featured offer, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_buybox_price is 'Price of the featured offer, competitor; null: unknown.';
comment on column mart.competitor_comparison.main_bsr is 'Rank in the smallest category, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_bsr is 'Rank in the smallest category, competitor; null: unknown.';
comment on column mart.competitor_comparison.main_bsr_category is 'The category of that rank, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_bsr_category is 'The category of that rank, competitor; null: unknown.';
comment on column mart.competitor_comparison.main_rating is 'Average stars 1-5, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_rating is 'Average stars 1-5, competitor; null: unknown.';
comment on column mart.competitor_comparison.main_reviews_count is 'Number of ratings, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_reviews_count is 'Number of ratings, competitor; null: unknown.';
comment on column mart.competitor_comparison.main_in_stock is 'Whether it could be bought, main product; null: unknown.';
comment on column mart.competitor_comparison.comp_in_stock is 'Whether it could be bought, competitor; null: unknown.';
comment on column mart.competitor_comparison.price_diff is 'Main minus competitor price; positive: the competitor is cheaper; null when either is unknown.';
comment on column mart.competitor_comparison.price_diff_pct is 'price_diff in percent of the competitor''s price, 2 decimals.';
comment on column mart.competitor_comparison.buybox_diff is 'Main minus competitor featured-offer price; null when either is unknown.';
comment on column mart.competitor_comparison.bsr_gap is 'Main minus competitor rank; negative: the main product ranks better; null when either is unknown.';
comment on column mart.competitor_comparison.is_same_bsr_category is 'Whether both ranks are of one category; null when either is unknown. Read bsr_gap with care when false.';
comment on column mart.competitor_comparison.rating_diff is 'Main minus competitor stars; null when either is unknown.';
comment on column mart.competitor_comparison.reviews_gap is 'Main minus competitor number of ratings; null when either is unknown.';
comment on column mart.competitor_comparison.bsr_gap_pct is 'bsr_gap in percent of the competitor''s rank, 2 decimals; null when either is unknown. Read it with care when is_same_bsr_category is false.';
comment on column mart.competitor_comparison.rating_diff_pct is 'rating_diff in percent of the competitor''s rating, 2 decimals; null when either is unknown.';
comment on column mart.competitor_comparison.reviews_gap_pct is 'reviews_gap in percent of the competitor''s number of ratings, 2 decimals; null when either is unknown or the competitor has none.';
comment on column mart.competitor_comparison.buybox_diff_pct is 'buybox_diff in percent of the competitor''s featured offer, 2 decimals; null when either is unknown.';
comment on column mart.competitor_comparison.main_status is 'Offers of the main product: ok, no_offer, out_of_stock or price_hidden; null: no source of that day speaks of offers.';
comment on column mart.competitor_comparison.comp_status is 'The same of the competitor.';
grant select on mart.competitor_comparison to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
