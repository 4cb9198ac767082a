{{ config(
    unique_key=['asin', 'marketplace', 'date'],
    incremental_predicates=["DBT_INTERNAL_DEST.date >= '" ~ var('day') ~ "'"],
    indexes=[{'columns': ['asin', 'marketplace', 'date'], 'unique': true}]
) }}

with days as (
    select
        asin, marketplace, date, price, bsr, bsr_category, rating, reviews_count, buybox_price, buybox_seller, in_stock,
        lag(date) over previous as previous_date,
        lag(price) over previous as previous_price,
        lag(bsr) over previous as previous_bsr,
        lag(bsr_category) over previous as previous_bsr_category,
        lag(rating) over previous as previous_rating,
        lag(reviews_count) over previous as previous_reviews_count,
        lag(buybox_price) over previous as previous_buybox_price,
        lag(buybox_seller) over previous as previous_buybox_seller,
        lag(in_stock) over previous as was_in_stock
    from {{ source('core', 'product_metrics_daily') }}
    {% if is_incremental() %}
    -- An older previous observed day would be missed.
    where date between '{{ var("day") }}'::date - 30 and '{{ var("day") }}'
    {% endif %}
    window previous as (partition by asin, marketplace order by date)
)

select
    asin,
    marketplace,
    date,
    previous_date,
    date - previous_date as days_since_previous,
    price - previous_price as price_delta,
    round((price - previous_price) * 100 / nullif(previous_price, 0), 2) as price_change_pct,
    case when bsr_category is not distinct from previous_bsr_category then bsr - previous_bsr end as bsr_delta,
    case
        when bsr_category is not distinct from previous_bsr_category
            then round((bsr - previous_bsr) * 100.0 / nullif(previous_bsr, 0), 2)
    end as bsr_change_pct,
    rating - previous_rating as rating_delta,
    reviews_count - previous_reviews_count as reviews_delta,
    buybox_price - previous_buybox_price as buybox_delta,
    round((buybox_price - previous_buybox_price) * 100 / nullif(previous_buybox_price, 0), 2) as buybox_change_pct,
    buybox_seller <> previous_buybox_seller as is_buybox_seller_changed,
    case
        when was_in_stock and not in_stock then 'lost'
        when not was_in_stock and in_stock then 'regained'
    end as stock_change
from days
{% if is_incremental() %}
where date >= '{{ var("day") }}'
{% endif %}
