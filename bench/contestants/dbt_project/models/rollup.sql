{{ config(
    unique_key=['asin', 'marketplace', 'as_of', 'window_days'],
    incremental_predicates=["DBT_INTERNAL_DEST.as_of >= '" ~ var('day') ~ "'"],
    indexes=[{'columns': ['asin', 'marketplace', 'as_of', 'window_days'], 'unique': true}]
) }}

-- As of the day of the run; a history is built day by day.
with days as (
    select asin, marketplace, date, price, bsr, bsr_category, rating, reviews_count
    from {{ source('core', 'product_metrics_daily') }}
    where date > '{{ var("day") }}'::date - 90
        and date <= '{{ var("day") }}'
),

windows as (
    select
        d.asin,
        d.marketplace,
        w.window_days,
        avg(d.price) as price_avg,
        min(d.price) as price_min,
        max(d.price) as price_max,
        avg(d.bsr) as bsr_avg,
        min(d.bsr) as bsr_min,
        max(d.bsr) as bsr_max,
        avg(d.rating) as rating_avg,
        (array_agg(d.price order by d.date) filter (where d.price is not null))[1] as first_price,
        (array_agg(d.bsr order by d.date) filter (where d.bsr is not null))[1] as first_bsr,
        (array_agg(d.bsr_category order by d.date) filter (where d.bsr is not null))[1] as first_bsr_category,
        (array_agg(d.reviews_count order by d.date) filter (where d.reviews_count is not null))[1] as first_reviews_count,
        count(*) as observed_days
    from days as d
    inner join (values (7), (30), (90)) as w (window_days) on d.date > '{{ var("day") }}'::date - w.window_days
    group by d.asin, d.marketplace, w.window_days
)

select
    today.asin,
    today.marketplace,
    w.window_days::smallint as window_days,
    today.date as as_of,
    round(w.price_avg, 4) as price_avg,
    w.price_min,
    w.price_max,
    round(w.bsr_avg, 2) as bsr_avg,
    w.bsr_min,
    w.bsr_max,
    round(w.rating_avg, 3) as rating_avg,
    today.reviews_count - w.first_reviews_count as reviews_delta,
    round((today.price - w.first_price) * 100 / nullif(w.first_price, 0), 2) as price_change_pct,
    case
        when today.bsr_category is not distinct from w.first_bsr_category
            then round((today.bsr - w.first_bsr) * 100.0 / nullif(w.first_bsr, 0), 2)
    end as bsr_change_pct,
    w.observed_days::smallint as observed_days,
    w.window_days::smallint as expected_days
from days as today
inner join windows as w on w.asin = today.asin and w.marketplace = today.marketplace
where today.date = '{{ var("day") }}'
