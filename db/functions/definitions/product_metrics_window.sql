-- One window length of the rollup: averages, extremes and change over the p_window_days days that end on each observed
-- day in [p_from, p_to]. The change is the value on as_of against the first known value in the window: each day carries
-- the next known value at or after it, so the first day of the window has it. Only ranks of one category count, that of
-- the last rank in the window: each day carries the category of the last rank so far, and rank figures cover the days
-- with the same category. Moving aggregates, one pass over each product's days. p_asins restricts it to these products;
-- null means all. No SET clause: it must inline, so that its bounds prune partitions.
create or replace function definitions.product_metrics_window(
    p_from date,
    p_to date,
    p_window_days integer,
    p_asins text[] default null
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
    with days as (
        select
            d.asin,
            d.marketplace,
            d.date,
            d.price,
            d.bsr,
            d.bsr_category,
            d.rating,
            d.reviews_count,
            count(d.price) over later as price_group,
            count(d.bsr) over (partition by d.asin, d.marketplace order by d.date) as rank_group,
            count(d.reviews_count) over later as reviews_group
        from core.product_metrics_daily as d
        where d.date > p_from - p_window_days
            and d.date <= p_to
            and (p_asins is null or d.asin = any (p_asins))
        window later as (partition by d.asin, d.marketplace order by d.date desc)
    ),
    known as (
        select
            d.asin,
            d.marketplace,
            d.date,
            d.price,
            d.bsr,
            d.rating,
            d.reviews_count,
            max(d.price) over (partition by d.asin, d.marketplace, d.price_group) as next_price,
            max(d.bsr_category) filter (where d.bsr is not null) over (partition by d.asin, d.marketplace, d.rank_group)
                as rank_category,
            max(d.reviews_count) over (partition by d.asin, d.marketplace, d.reviews_group) as next_reviews_count
        from days as d
    ),
    ranked as (
        select
            k.*,
            count(k.bsr) over (partition by k.asin, k.marketplace, k.rank_category order by k.date desc) as bsr_group
        from known as k
    ),
    followed as (
        select
            r.*,
            max(r.bsr) over (partition by r.asin, r.marketplace, r.rank_category, r.bsr_group) as next_bsr
        from ranked as r
    ),
    moving as (
        select
            k.asin,
            k.marketplace,
            k.date,
            k.price,
            k.bsr,
            k.reviews_count,
            avg(k.price) over span as price_avg,
            min(k.price) over span as price_min,
            max(k.price) over span as price_max,
            avg(k.bsr) over rank_span as bsr_avg,
            min(k.bsr) over rank_span as bsr_min,
            max(k.bsr) over rank_span as bsr_max,
            avg(k.rating) over span as rating_avg,
            first_value(k.next_price) over span as first_price,
            first_value(k.next_bsr) over rank_span as first_bsr,
            first_value(k.next_reviews_count) over span as first_reviews_count,
            count(*) over span as observed_days
        from followed as k
        window
            span as (
                partition by k.asin, k.marketplace order by k.date
                range between make_interval(days => p_window_days - 1) preceding and current row
            ),
            rank_span as (
                partition by k.asin, k.marketplace, k.rank_category order by k.date
                range between make_interval(days => p_window_days - 1) preceding and current row
            )
    )
    select
        m.asin,
        m.marketplace,
        p_window_days::smallint,
        m.date,
        round(m.price_avg, 4),
        m.price_min,
        m.price_max,
        round(m.bsr_avg, 2),
        m.bsr_min,
        m.bsr_max,
        round(m.rating_avg, 3),
        m.reviews_count - m.first_reviews_count,
        round((m.price - m.first_price) * 100 / nullif(m.first_price, 0), 2),
        round((m.bsr - m.first_bsr) * 100.0 / nullif(m.first_bsr, 0), 2),
        m.observed_days::smallint,
        p_window_days::smallint
    from moving as m
    where m.date between p_from and p_to;
$$;
comment on function definitions.product_metrics_window(date, date, integer, text[]) is 'One window length of definitions.product_metrics_rollup.';
