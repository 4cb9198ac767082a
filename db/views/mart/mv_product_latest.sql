create or replace view mart.mv_product_latest with (security_invoker = true) as
select
    l.asin,
    l.marketplace,
    l.date,
    l.price,
    l.bsr,
    l.rating,
    l.reviews_count,
    l.buybox_price
from mart.product_latest as l;
comment on view mart.mv_product_latest is 'Another name of mart.product_latest, for queries written against a materialized view: one row per product.';
comment on column mart.mv_product_latest.asin is 'Product.';
comment on column mart.mv_product_latest.marketplace is 'Marketplace code.';
comment on column mart.mv_product_latest.date is 'Newest observed day.';
comment on column mart.mv_product_latest.price is 'Price shown, marketplace currency; null: none shown.';
comment on column mart.mv_product_latest.bsr is 'Best-seller rank in the smallest category; null: not shown.';
comment on column mart.mv_product_latest.rating is 'Average stars 1-5; null: not shown.';
comment on column mart.mv_product_latest.reviews_count is 'Number of ratings; null: not shown.';
comment on column mart.mv_product_latest.buybox_price is 'Price of the featured offer, marketplace currency; null: none known.';
grant select on mart.mv_product_latest to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
