-- What moved most on the latest day?
select
    d.asin,
    l.price,
    d.price_change_pct,
    l.bsr,
    d.bsr_change_pct,
    d.stock_change
from mart.product_metrics_delta_daily as d
inner join mart.product_latest as l using (asin, marketplace, date)
where d.date = (select max(n.date) from mart.product_latest as n)
order by greatest(abs(d.price_change_pct), abs(d.bsr_change_pct)) desc nulls last
limit 5;
