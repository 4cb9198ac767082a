-- The definition, with the rights of the caller: for the API, to which the policies of mart_owner would cost a quarter of an answer
-- and restrict nothing. mart.product_summary is made from it.
create or replace view core.product_summary with (security_invoker = true) as
select
    p.asin,
    p.marketplace,
    m.currency_code,
    p.title,
    p.brand,
    p.category,
    p.category_path,
    p.image_url,
    p.is_unlisted,
    l.date as latest_date,
    l.status,
    l.price,
    l.list_price,
    l.buybox_price,
    l.buybox_seller,
    l.bsr,
    l.bsr_category,
    l.rating,
    l.reviews_count,
    l.in_stock,
    d.previous_date,
    d.price_change_pct,
    d.bsr_change_pct,
    d.rating_delta,
    d.reviews_delta,
    d.stock_change,
    d.price_avg_7d,
    d.price_change_pct_7d,
    d.bsr_change_pct_7d,
    d.price_avg_30d,
    d.price_min_30d,
    d.price_max_30d,
    d.bsr_avg_30d,
    d.price_change_pct_30d,
    d.bsr_change_pct_30d,
    d.reviews_delta_30d,
    d.observed_days_30d,
    d.price_min_90d,
    d.price_max_90d,
    d.bsr_avg_90d,
    p.first_seen_at,
    p.last_seen_at
from core.products as p
inner join core.marketplaces as m on m.marketplace = p.marketplace
left join mart.product_latest as l on l.asin = p.asin and l.marketplace = p.marketplace
left join mart.product_metrics as d on d.asin = l.asin and d.marketplace = l.marketplace and d.date = l.date;
comment on view core.product_summary is 'All facts about a product on its newest observed day: one wide row per product, for BI tools.';
comment on column core.product_summary.asin is 'Product.';
comment on column core.product_summary.marketplace is 'Marketplace code.';
comment on column core.product_summary.currency_code is 'ISO 4217 currency of all prices in the row.';
comment on column core.product_summary.title is 'Listing title; null: unknown.';
comment on column core.product_summary.brand is 'Brand; null: unknown.';
comment on column core.product_summary.category is 'Last element of the category path; null: unknown.';
comment on column core.product_summary.category_path is 'Breadcrumbs from the root; null: unknown.';
comment on column core.product_summary.image_url is 'Main image; null: unknown.';
comment on column core.product_summary.is_unlisted is 'True while the listing is not found.';
comment on column core.product_summary.latest_date is 'Newest day with a valid observation; null: none yet.';
comment on column core.product_summary.status is 'ok, no_offer, out_of_stock or price_hidden on that day; null: unknown, no observation has offer fields.';
comment on column core.product_summary.price is 'Price shown; null: none shown.';
comment on column core.product_summary.list_price is 'List price; null: none shown.';
comment on column core.product_summary.buybox_price is 'Price of the featured offer; null: none known.';
comment on column core.product_summary.buybox_seller is 'Seller of the featured offer; null: none known.';
comment on column core.product_summary.bsr is 'Best-seller rank in the smallest category; null: not shown.';
comment on column core.product_summary.bsr_category is 'The category of that rank; null: no rank.';
comment on column core.product_summary.rating is 'Average stars 1-5; null: not shown.';
comment on column core.product_summary.reviews_count is 'Number of ratings; null: not shown.';
comment on column core.product_summary.in_stock is 'Whether it could be bought; null: unknown.';
comment on column core.product_summary.previous_date is 'The previous observed day, with which the changes compare; null: none.';
comment on column core.product_summary.price_change_pct is 'Price change since previous_date, percent; null: unknown.';
comment on column core.product_summary.bsr_change_pct is 'Rank change since previous_date, percent; positive is worse; null: unknown.';
comment on column core.product_summary.rating_delta is 'Change of stars since previous_date; null: unknown.';
comment on column core.product_summary.reviews_delta is 'Ratings gained since previous_date; null: unknown.';
comment on column core.product_summary.stock_change is 'lost or regained; null: neither, or unknown.';
comment on column core.product_summary.price_avg_7d is 'Mean price of 7 days; null: no price in these days.';
comment on column core.product_summary.price_change_pct_7d is 'Price change since the first known price of 7 days, percent; null: unknown.';
comment on column core.product_summary.bsr_change_pct_7d is 'Rank change since the first known rank of 7 days, percent; positive is worse; null: unknown.';
comment on column core.product_summary.price_avg_30d is 'Mean price of 30 days; null: no price in these days.';
comment on column core.product_summary.price_min_30d is 'Lowest price of 30 days; null: no price in these days.';
comment on column core.product_summary.price_max_30d is 'Highest price of 30 days; null: no price in these days.';
comment on column core.product_summary.bsr_avg_30d is 'Mean rank of 30 days; null: no rank in these days.';
comment on column core.product_summary.price_change_pct_30d is 'Price change since the first known price of 30 days, percent; null: unknown.';
comment on column core.product_summary.bsr_change_pct_30d is 'Rank change since the first known rank of 30 days, percent; positive is worse; null: unknown.';
comment on column core.product_summary.reviews_delta_30d is 'Ratings gained in 30 days; null: unknown.';
comment on column core.product_summary.observed_days_30d is 'Observed days of the 30; few days mean unreliable averages. Null: never observed.';
comment on column core.product_summary.price_min_90d is 'Lowest price of 90 days; null: no price in these days.';
comment on column core.product_summary.price_max_90d is 'Highest price of 90 days; null: no price in these days.';
comment on column core.product_summary.bsr_avg_90d is 'Mean rank of 90 days; null: no rank in these days.';
comment on column core.product_summary.first_seen_at is 'Earliest observation.';
comment on column core.product_summary.last_seen_at is 'Latest observation, failed ones included.';
grant select on core.product_summary to asinmart_api, asinmart_admin;
