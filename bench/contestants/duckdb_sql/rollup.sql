-- $day
with windows as (
    select
        d.asin,
        w.window_days,
        avg(d.price) as price_avg,
        min(d.price) as price_min,
        max(d.price) as price_max,
        avg(d.bsr) as bsr_avg,
        min(d.bsr) as bsr_min,
        max(d.bsr) as bsr_max,
        avg(d.rating) as rating_avg,
        arg_min(d.price, d.date) as first_price,
        arg_min(d.bsr, d.date) as first_bsr,
        arg_min(d.bsr_category, d.date) filter (where d.bsr is not null) as first_bsr_category,
        arg_min(d.reviews_count, d.date) as first_reviews_count,
        count(*) as observed_days
    from days as d
    inner join (values (7), (30), (90)) as w (window_days) on d.date > $day::date - w.window_days
    group by d.asin, w.window_days
)
select
    d.asin,
    w.window_days,
    round(w.price_avg, 4) as price_avg,
    w.price_min,
    w.price_max,
    round(w.bsr_avg, 2) as bsr_avg,
    w.bsr_min,
    w.bsr_max,
    round(w.rating_avg, 3) as rating_avg,
    d.reviews_count - w.first_reviews_count as reviews_delta,
    round((d.price - w.first_price)::double * 100 / nullif(w.first_price, 0), 2) as price_change_pct,
    case
        when d.bsr_category is not distinct from w.first_bsr_category
            then round((d.bsr - w.first_bsr) * 100.0::double / nullif(w.first_bsr, 0), 2)
    end as bsr_change_pct,
    w.observed_days,
    w.window_days as expected_days
from days as d
inner join windows as w on w.asin = d.asin
where d.date = $day
