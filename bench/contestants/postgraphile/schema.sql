-- The schema that PostGraphile publishes: views over asinmart's tables, because it publishes whole schemas. The days of a
-- product are a function, because its conditions cannot express a range that ends on the newest day.
drop schema if exists peer cascade;
create schema peer;

create view peer.products as
select * from mart.product_summary;
comment on view peer.products is '@primaryKey asin,marketplace';

create view peer.days as
select
    d.asin, d.marketplace, d.date, d.status, d.price, d.list_price, d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category,
    d.bsr_main, d.rating, d.reviews_count, d.in_stock, d.offers_count
from core.product_metrics_daily as d;
comment on view peer.days is '@primaryKey asin,marketplace,date';

create function peer.product_days(p_asin text, p_marketplace text, p_range_days integer)
returns setof peer.days
language sql
stable
as $$
    select d.*
    from peer.days as d
    where d.asin = p_asin
        and d.marketplace = p_marketplace
        and d.date > (
            select l.date
            from mart.product_latest as l
            where l.asin = p_asin and l.marketplace = p_marketplace
        ) - p_range_days
        and d.date <= (
            select l.date
            from mart.product_latest as l
            where l.asin = p_asin and l.marketplace = p_marketplace
        )
    order by d.date;
$$;
