-- The rollup as it is defined, worked out for each observed day by itself: the same rows, and the cheaper way while only a few
-- days a product are asked for. The aggregate stands in a LATERAL, so that a caller's join with a few keys is driven by those
-- keys. No SET clause: it must inline.
create or replace function definitions.product_metrics_rollup_by_day(
    p_from date,
    p_to date
)
returns table (
    asin text,
    marketplace text,
    window_days smallint,
    as_of date,
    price_avg numeric,
    price_min numeric,
    price_max numeric,
    bsr_avg numeric,
    bsr_min integer,
    bsr_max integer,
    rating_avg numeric,
    reviews_delta integer,
    price_change_pct numeric,
    bsr_change_pct numeric,
    observed_days smallint,
    expected_days smallint
)
language sql
stable
as $$
    select
        k.asin,
        k.marketplace,
        w.window_days,
        k.date,
        round(w.price_avg, 4),
        w.price_min,
        w.price_max,
        round(w.bsr_avg, 2),
        w.bsr_min,
        w.bsr_max,
        round(w.rating_avg, 3),
        k.reviews_count - w.first_reviews_count,
        round((k.price - w.first_price) * 100 / nullif(w.first_price, 0), 2),
        case
            when k.bsr_category is not distinct from w.first_bsr_category
                then round((k.bsr - w.first_bsr) * 100.0 / nullif(w.first_bsr, 0), 2)
        end,
        w.observed_days,
        w.window_days
    from core.product_metrics_daily as k
    cross join lateral (
        select
            spans.window_days,
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
            (array_agg(d.reviews_count order by d.date) filter (where d.reviews_count is not null))[1]
                as first_reviews_count,
            count(*)::smallint as observed_days
        from core.product_metrics_daily as d
        inner join (values (7::smallint), (30::smallint), (90::smallint)) as spans (window_days)
            on d.date > k.date - spans.window_days
        where d.asin = k.asin
            and d.marketplace = k.marketplace
            and d.date > k.date - 90
            and d.date <= k.date
            and d.date > p_from - 90
            and d.date <= p_to
        group by spans.window_days
    ) as w
    where k.date between p_from and p_to;
$$;
comment on function definitions.product_metrics_rollup_by_day(date, date) is 'The rows of definitions.product_metrics_rollup, day by day: cheaper for a few days a product.';
