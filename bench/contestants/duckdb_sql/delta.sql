-- $day; the previous observed day of each product within the last 90.
with previous as (
    select distinct on (asin) *
    from days
    where date < $day
    order by asin, date desc
)
select
    d.asin,
    p.date as previous_date,
    d.date - p.date as days_since_previous,
    d.price - p.price as price_delta,
    round((d.price - p.price)::double * 100 / nullif(p.price, 0), 2) as price_change_pct,
    case when d.bsr_category is not distinct from p.bsr_category then d.bsr - p.bsr end as bsr_delta,
    case
        when d.bsr_category is not distinct from p.bsr_category then round((d.bsr - p.bsr) * 100.0::double / nullif(p.bsr, 0), 2)
    end as bsr_change_pct,
    d.rating - p.rating as rating_delta,
    d.reviews_count - p.reviews_count as reviews_delta,
    d.buybox_price - p.buybox_price as buybox_delta,
    round((d.buybox_price - p.buybox_price)::double * 100 / nullif(p.buybox_price, 0), 2) as buybox_change_pct,
    d.buybox_seller <> p.buybox_seller as is_buybox_seller_changed,
    case
        when p.in_stock and not d.in_stock then 'lost'
        when not p.in_stock and d.in_stock then 'regained'
    end as stock_change
from days as d
left join previous as p on p.asin = d.asin
where d.date = $day
