-- What moved most on the newest day?
select asin, title, price, price_change_pct, bsr, bsr_change_pct
from mart.product_summary
where latest_date = (select max(date) from mart.product_latest)
order by greatest(abs(price_change_pct), abs(bsr_change_pct)) desc nulls last
limit 5;
