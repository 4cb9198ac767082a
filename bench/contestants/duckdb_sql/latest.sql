-- $day; the newest row of each product, of the old file and the day.
select distinct on (asin) asin, date, price, bsr, rating, reviews_count, buybox_price
from (
    select asin, date, price, bsr, rating, reviews_count, buybox_price from read_parquet('{folder}/latest.parquet')
    union all
    select asin, date, price, bsr, rating, reviews_count, buybox_price from days where date = $day
)
order by asin, date desc
