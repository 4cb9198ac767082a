-- Each observed day in [p_from, p_to] against the previous observed day of its product, and the 7, 30 and 90 days that
-- end on it. Amounts of money and ratings are in hundredths: sums of whole numbers are exact.
-- The first known value of a window: each day carries the next known value at or after it, so the first day of the
-- window has it. Only ranks of one category count, that of the last rank: each day carries the category of the last rank
-- so far, and rank figures cover the days with the same category. Moving aggregates, one pass over each product's days.
-- p_asins restricts it to these products; null means all. p_history_from bounds the search for the previous day; a
-- caller may raise it above -infinity only when no product's previous day is older. No SET clause: it must inline, so
-- that its bounds prune partitions.
create or replace function definitions.product_days(
    p_from date,
    p_to date,
    p_asins text[] default null,
    p_history_from date default '-infinity'
)
returns setof mart.product_days
language sql
stable
as $$
    with days as (
        select
            d.asin, d.marketplace, d.date, d.date - date '2000-01-01' as day_number, (d.price * 100)::bigint as price,
            (d.buybox_price * 100)::bigint as buybox_price, d.buybox_seller, d.bsr, d.bsr_category, (d.rating * 100)::smallint as rating,
            d.reviews_count, d.in_stock,
            count(d.price) over later as price_group,
            count(d.bsr) over (partition by d.asin, d.marketplace order by d.date) as rank_group,
            count(d.reviews_count) over later as reviews_group
        from core.product_metrics_daily as d
        where d.date > p_from - 90 and d.date <= p_to and (p_asins is null or d.asin = any (p_asins))
        window later as (partition by d.asin, d.marketplace order by d.date desc)
    ),
    known as (
        select
            d.*,
            max(d.price) over (partition by d.asin, d.marketplace, d.price_group) as next_price,
            max(d.bsr_category) filter (where d.bsr is not null) over (partition by d.asin, d.marketplace, d.rank_group)
                as last_category,
            max(d.reviews_count) over (partition by d.asin, d.marketplace, d.reviews_group) as next_reviews_count
        from days as d
    ),
    ranked as (
        select k.*, count(k.bsr) over (partition by k.asin, k.marketplace, k.last_category order by k.date desc) as bsr_group
        from known as k
    ),
    followed as (
        select r.*, max(r.bsr) over (partition by r.asin, r.marketplace, r.last_category, r.bsr_group) as next_bsr
        from ranked as r
    ),
    moving as (
        select
            r.*,
            sum(r.price) over week::bigint as price_sum_7, min(r.price) over week as price_min_7,
            max(r.price) over week as price_max_7, first_value(r.next_price) over week as price_first_7,
            sum(r.bsr) over rank_week as bsr_sum_7, min(r.bsr) over rank_week as bsr_min_7,
            max(r.bsr) over rank_week as bsr_max_7, first_value(r.next_bsr) over rank_week as bsr_first_7,
            sum(r.rating) over week::integer as rating_sum_7, first_value(r.next_reviews_count) over week as reviews_first_7,
            count(*) over week::smallint as observed_days_7, count(r.price) over week::smallint as price_days_7,
            count(r.bsr) over rank_week::smallint as bsr_days_7, count(r.rating) over week::smallint as rating_days_7,
            count(r.bsr) over week as ranked_days_7, count(r.reviews_count) over week as reviews_days_7,
            sum(r.price) over month::bigint as price_sum_30, min(r.price) over month as price_min_30,
            max(r.price) over month as price_max_30, first_value(r.next_price) over month as price_first_30,
            sum(r.bsr) over rank_month as bsr_sum_30, min(r.bsr) over rank_month as bsr_min_30,
            max(r.bsr) over rank_month as bsr_max_30, first_value(r.next_bsr) over rank_month as bsr_first_30,
            sum(r.rating) over month::integer as rating_sum_30, first_value(r.next_reviews_count) over month as reviews_first_30,
            count(*) over month::smallint as observed_days_30, count(r.price) over month::smallint as price_days_30,
            count(r.bsr) over rank_month::smallint as bsr_days_30, count(r.rating) over month::smallint as rating_days_30,
            count(r.bsr) over month as ranked_days_30, count(r.reviews_count) over month as reviews_days_30,
            sum(r.price) over quarter::bigint as price_sum_90, min(r.price) over quarter as price_min_90,
            max(r.price) over quarter as price_max_90, first_value(r.next_price) over quarter as price_first_90,
            sum(r.bsr) over rank_quarter as bsr_sum_90, min(r.bsr) over rank_quarter as bsr_min_90,
            max(r.bsr) over rank_quarter as bsr_max_90, first_value(r.next_bsr) over rank_quarter as bsr_first_90,
            sum(r.rating) over quarter::integer as rating_sum_90, first_value(r.next_reviews_count) over quarter as reviews_first_90,
            count(*) over quarter::smallint as observed_days_90, count(r.price) over quarter::smallint as price_days_90,
            count(r.bsr) over rank_quarter::smallint as bsr_days_90, count(r.rating) over quarter::smallint as rating_days_90,
            count(r.bsr) over quarter as ranked_days_90, count(r.reviews_count) over quarter as reviews_days_90
        from followed as r
        window
            product as (partition by r.asin, r.marketplace order by r.day_number),
            week as (product range between 6 preceding and current row),
            month as (product range between 29 preceding and current row),
            quarter as (product range between 89 preceding and current row),
            list as (partition by r.asin, r.marketplace, r.last_category order by r.day_number),
            rank_week as (list range between 6 preceding and current row),
            rank_month as (list range between 29 preceding and current row),
            rank_quarter as (list range between 89 preceding and current row)
    )
    select
        m.asin, m.marketplace, m.date, p.date, m.price, m.price - p.price, m.buybox_price, m.buybox_price - p.buybox_price, m.bsr,
        case when m.bsr_category is not distinct from p.bsr_category then m.bsr - p.bsr end, m.rating, m.rating - p.rating,
        m.reviews_count, m.reviews_count - p.reviews_count, m.buybox_seller <> p.buybox_seller,
        case when p.in_stock and not m.in_stock then 'lost' when not p.in_stock and m.in_stock then 'regained' end,
        case when p.date is not null then m.bsr_category is distinct from p.bsr_category end,
        case when m.bsr_days_90 > 0 then m.last_category end,
        m.price_sum_7, m.price_min_7, m.price_max_7, case when m.price_days_7 > 0 then m.price_first_7 end,
        m.bsr_sum_7, m.bsr_min_7, m.bsr_max_7, case when m.bsr_days_7 > 0 then m.bsr_first_7 end,
        m.rating_sum_7, case when m.reviews_days_7 > 0 then m.reviews_first_7 end,
        m.observed_days_7, m.price_days_7, m.bsr_days_7, m.rating_days_7, m.ranked_days_7 = m.bsr_days_7,
        m.price_sum_30, m.price_min_30, m.price_max_30, case when m.price_days_30 > 0 then m.price_first_30 end,
        m.bsr_sum_30, m.bsr_min_30, m.bsr_max_30, case when m.bsr_days_30 > 0 then m.bsr_first_30 end,
        m.rating_sum_30, case when m.reviews_days_30 > 0 then m.reviews_first_30 end,
        m.observed_days_30, m.price_days_30, m.bsr_days_30, m.rating_days_30, m.ranked_days_30 = m.bsr_days_30,
        m.price_sum_90, m.price_min_90, m.price_max_90, case when m.price_days_90 > 0 then m.price_first_90 end,
        m.bsr_sum_90, m.bsr_min_90, m.bsr_max_90, case when m.bsr_days_90 > 0 then m.bsr_first_90 end,
        m.rating_sum_90, case when m.reviews_days_90 > 0 then m.reviews_first_90 end,
        m.observed_days_90, m.price_days_90, m.bsr_days_90, m.rating_days_90, m.ranked_days_90 = m.bsr_days_90
    from moving as m
    left join lateral (
        select
            b.date, (b.price * 100)::bigint as price, (b.buybox_price * 100)::bigint as buybox_price, b.buybox_seller, b.bsr,
            b.bsr_category, (b.rating * 100)::smallint as rating, b.reviews_count, b.in_stock
        from core.product_metrics_daily as b
        where b.asin = m.asin and b.marketplace = m.marketplace and b.date < m.date and b.date >= p_history_from and b.date < p_to
        order by b.date desc
        limit 1
    ) as p on true
    where m.date between p_from and p_to;
$$;
comment on function definitions.product_days(date, date, text[], date) is 'Definition of mart.product_days: each observed day against the one before, and the 7, 30 and 90 days that end on it.';
