-- Lateral aggregates without GROUP BY: where a query reads no column of one, its join is left out.
set role mart_owner;
create or replace view mart.offer_history as
select
    d.asin,
    d.marketplace,
    d.date,
    d.in_stock,
    d.buybox_seller,
    stock.observed_days_30d,
    stock.known_stock_days_30d,
    stock.in_stock_days_30d,
    stock.known_stock_days_30d - stock.in_stock_days_30d as out_of_stock_days_30d,
    round(stock.in_stock_days_30d * 100.0 / nullif(stock.known_stock_days_30d, 0), 1) as in_stock_pct_30d,
    offer.buybox_days_30d,
    offer.buybox_seller_count_30d,
    offer.top_buybox_seller,
    round(holder.top_days * 100.0 / nullif(offer.buybox_days_30d, 0), 1) as top_buybox_share_pct_30d,
    round(
        case when d.buybox_seller is not null then holder.own_days end * 100.0 / nullif(offer.buybox_days_30d, 0), 1
    ) as buybox_share_pct_30d
from core.product_metrics_daily as d
left join lateral (
    select
        count(*)::integer as observed_days_30d,
        count(h.in_stock)::integer as known_stock_days_30d,
        (count(*) filter (where h.in_stock))::integer as in_stock_days_30d
    from core.product_metrics_daily as h
    where h.asin = d.asin and h.marketplace = d.marketplace and h.date > d.date - 30 and h.date <= d.date
) as stock on true
left join lateral (
    select
        count(h.buybox_seller)::integer as buybox_days_30d,
        count(distinct h.buybox_seller)::integer as buybox_seller_count_30d,
        mode() within group (order by h.buybox_seller) as top_buybox_seller
    from core.product_metrics_daily as h
    where h.asin = d.asin and h.marketplace = d.marketplace and h.date > d.date - 30 and h.date <= d.date
) as offer on true
left join lateral (
    select
        count(*) filter (where h.buybox_seller = offer.top_buybox_seller) as top_days,
        count(*) filter (where h.buybox_seller = d.buybox_seller) as own_days
    from core.product_metrics_daily as h
    where h.asin = d.asin and h.marketplace = d.marketplace and h.date > d.date - 30 and h.date <= d.date
) as holder on true;
comment on view mart.offer_history is 'One row per product, marketplace and observed day: stock and featured offer over the 30 days that end on it.';
comment on column mart.offer_history.asin is 'Product.';
comment on column mart.offer_history.marketplace is 'Marketplace code.';
comment on column mart.offer_history.date is 'The day, marketplace time.';
comment on column mart.offer_history.in_stock is 'Whether it could be bought that day; null: unknown.';
comment on column mart.offer_history.buybox_seller is 'Seller of the featured offer that day; null: none known.';
comment on column mart.offer_history.observed_days_30d is 'Observed days of the 30.';
comment on column mart.offer_history.known_stock_days_30d is 'Observed days of the 30 with a known stock status.';
comment on column mart.offer_history.in_stock_days_30d is 'Days of the 30 in stock.';
comment on column mart.offer_history.out_of_stock_days_30d is 'Days of the 30 out of stock.';
comment on column mart.offer_history.in_stock_pct_30d is 'in_stock_days_30d in percent of known_stock_days_30d, 1 decimal; null: none is known.';
comment on column mart.offer_history.buybox_days_30d is 'Days of the 30 with a known seller of the featured offer.';
comment on column mart.offer_history.buybox_seller_count_30d is 'Different sellers of the featured offer in the 30 days.';
comment on column mart.offer_history.top_buybox_seller is 'Seller that held the featured offer on most days of the 30; of equals the first by name; null: none known.';
comment on column mart.offer_history.top_buybox_share_pct_30d is 'Days that top_buybox_seller held the featured offer in percent of buybox_days_30d, 1 decimal; null: none known.';
comment on column mart.offer_history.buybox_share_pct_30d is 'Days that the seller of the day held the featured offer, in percent of buybox_days_30d, 1 decimal; null: no featured offer known that day.';
grant select on mart.offer_history to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
