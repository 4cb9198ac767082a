create or replace view mart.product_metrics_delta_daily with (security_invoker = true) as
select
    m.asin,
    m.marketplace,
    m.date,
    m.previous_date,
    m.days_since_previous,
    m.price_delta,
    m.price_change_pct,
    m.bsr_delta,
    m.bsr_change_pct,
    m.rating_delta,
    m.reviews_delta,
    m.buybox_delta,
    m.buybox_change_pct,
    m.is_buybox_seller_changed,
    m.stock_change,
    m.is_bsr_category_changed
from mart.product_metrics as m;
comment on view mart.product_metrics_delta_daily is 'Each observed day against the previous observed day of the same product.';
comment on column mart.product_metrics_delta_daily.asin is 'Product.';
comment on column mart.product_metrics_delta_daily.marketplace is 'Marketplace code.';
comment on column mart.product_metrics_delta_daily.date is 'The day, marketplace time.';
comment on column mart.product_metrics_delta_daily.previous_date is 'The observed day it is compared with; null on the first.';
comment on column mart.product_metrics_delta_daily.days_since_previous is 'Days between the two; 1 when none is missing.';
comment on column mart.product_metrics_delta_daily.price_delta is 'Price minus previous price, marketplace currency; null when either is unknown.';
comment on column mart.product_metrics_delta_daily.price_change_pct is 'Price change in percent of the previous price, 2 decimals; null when the base is 0 or unknown.';
comment on column mart.product_metrics_delta_daily.bsr_delta is 'Rank minus previous rank; negative is better; null when unknown or of another category.';
comment on column mart.product_metrics_delta_daily.bsr_change_pct is 'Rank change in percent of the previous rank, 2 decimals; null when unknown or of another category.';
comment on column mart.product_metrics_delta_daily.rating_delta is 'Change of the average stars; null when unknown.';
comment on column mart.product_metrics_delta_daily.reviews_delta is 'Ratings gained; null when unknown.';
comment on column mart.product_metrics_delta_daily.buybox_delta is 'Change of the featured offer''s price; null when unknown.';
comment on column mart.product_metrics_delta_daily.buybox_change_pct is 'The same in percent, 2 decimals.';
comment on column mart.product_metrics_delta_daily.is_buybox_seller_changed is 'Whether another seller holds the featured offer; null when either is unknown.';
comment on column mart.product_metrics_delta_daily.stock_change is 'lost, regained, or null for no known change.';
comment on column mart.product_metrics_delta_daily.is_bsr_category_changed is 'Whether the rank is of another category, or of one where none was known or the other way round: then bsr_delta says nothing; null on the first day.';
grant select on mart.product_metrics_delta_daily to mart_reader, tenant_reader, mart_owner, asinmart_api, asinmart_admin;
