{{ config(
    unique_key=['asin_main', 'asin_comp', 'marketplace', 'date'],
    incremental_predicates=["DBT_INTERNAL_DEST.date >= '" ~ var('day') ~ "'"],
    indexes=[{'columns': ['asin_main', 'asin_comp', 'marketplace', 'date'], 'unique': true}]
) }}

with days as (
    select asin, marketplace, date, price, bsr, bsr_category, rating, reviews_count, buybox_price
    from {{ source('core', 'product_metrics_daily') }}
    {% if is_incremental() %}
    where date >= '{{ var("day") }}'
    {% endif %}
)

select
    pair.asin_main,
    pair.asin_comp,
    pair.marketplace,
    main.date,
    main.price - comp.price as price_diff,
    round((main.price - comp.price) * 100 / nullif(comp.price, 0), 2) as price_diff_pct,
    main.bsr - comp.bsr as bsr_gap,
    main.rating - comp.rating as rating_diff,
    main.reviews_count - comp.reviews_count as reviews_gap,
    main.buybox_price - comp.buybox_price as buybox_diff,
    main.bsr_category = comp.bsr_category as is_same_bsr_category
from {{ source('core', 'competitor_pairs') }} as pair
inner join days as main on main.asin = pair.asin_main and main.marketplace = pair.marketplace
inner join days as comp on comp.asin = pair.asin_comp and comp.marketplace = pair.marketplace and comp.date = main.date
