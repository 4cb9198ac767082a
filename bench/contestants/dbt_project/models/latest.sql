{{ config(
    unique_key=['asin', 'marketplace'],
    indexes=[{'columns': ['asin', 'marketplace'], 'unique': true}]
) }}

select distinct on (asin, marketplace)
    asin, marketplace, date, price, bsr, rating, reviews_count, buybox_price
from {{ source('core', 'product_metrics_daily') }}
{% if is_incremental() %}
where date >= '{{ var("day") }}'
{% endif %}
order by asin, marketplace, date desc
