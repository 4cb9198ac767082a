set role mart_owner;
create or replace view mart.observations as
select
    s.asin,
    s.marketplace,
    s.scraped_at as observed_at,
    s.date,
    s.status,
    s.status in ('redirected', 'delisted', 'blocked', 'parse_error') as is_failed,
    m.currency_code,
    s.price,
    s.list_price,
    s.buybox_price,
    s.buybox_seller,
    s.bsr,
    s.bsr_category,
    s.bsr_main,
    s.rating,
    s.reviews_count,
    s.in_stock,
    s.availability,
    s.is_prime,
    s.offers_count,
    s.coupon,
    s.used_price,
    s.title,
    s.source,
    s.job_id
from core.product_snapshots as s
left join core.marketplaces as m on m.marketplace = s.marketplace;
comment on view mart.observations is 'One row per product, marketplace and instant at which a source looked at it, failed fetches included.';
comment on column mart.observations.asin is 'Product.';
comment on column mart.observations.marketplace is 'Marketplace code.';
comment on column mart.observations.observed_at is 'When the source saw it; midnight marketplace time where it gave only a day.';
comment on column mart.observations.date is 'The day of that instant, marketplace time.';
comment on column mart.observations.status is 'ok, no_offer, out_of_stock, price_hidden; or failed: redirected, delisted, blocked, parse_error.';
comment on column mart.observations.is_failed is 'True for a failed fetch, which carries no values and makes no observed day.';
comment on column mart.observations.currency_code is 'ISO 4217 currency of all prices in the row.';
comment on column mart.observations.price is 'Price shown for a new one; null: none shown, or the source does not speak of offers.';
comment on column mart.observations.list_price is 'Crossed-out list price; null: none shown.';
comment on column mart.observations.buybox_price is 'Price of the featured offer; null: none known.';
comment on column mart.observations.buybox_seller is 'Seller of the featured offer; null: none known.';
comment on column mart.observations.bsr is 'Best-seller rank in the smallest category, 1 is best; null: not shown.';
comment on column mart.observations.bsr_category is 'The category of that rank.';
comment on column mart.observations.bsr_main is 'Rank in the main category; null: not shown.';
comment on column mart.observations.rating is 'Average stars 1-5; null: not shown.';
comment on column mart.observations.reviews_count is 'Number of ratings; null: not shown.';
comment on column mart.observations.in_stock is 'Whether it could be bought; null: unknown.';
comment on column mart.observations.availability is 'Availability text as shown; null: not shown.';
comment on column mart.observations.is_prime is 'Prime badge; null: the source does not say.';
comment on column mart.observations.offers_count is 'Number of offers; null: not shown.';
comment on column mart.observations.coupon is 'Coupon text as shown; null: none shown.';
comment on column mart.observations.used_price is 'Price shown for a used one; null: none shown.';
comment on column mart.observations.title is 'Title at that time; null: not shown.';
comment on column mart.observations.source is 'Source of the observation, such as file or apify:<actor>.';
comment on column mart.observations.job_id is 'Ingest run that brought these values, see mart.runs.';
grant select on mart.observations to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
