-- The rows of the rollup, computed for each observed day separately: the same rows as
-- definitions.product_metrics_rollup, and cheaper for a few days per product. Each day reads its 90 days once, from the
-- primary key alone (it includes the aggregated columns), and looks up the first row of each window; when that row
-- lacks a value, the next row that has it. Only ranks of one category count, that of the last known rank: it is the
-- last rank of each window that has any.
-- No SET clause: it must inline, so that [p_from, p_to] prunes partitions.
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
        k.reviews_count - first.reviews_count,
        round((k.price - first.price) * 100 / nullif(first.price, 0), 2),
        round((k.bsr - first.bsr) * 100.0 / nullif(first.bsr, 0), 2),
        w.observed_days::smallint,
        w.window_days
    from core.product_metrics_daily as k
    cross join lateral (select k.date - 7 as week, k.date - 30 as month offset 0) as since
    cross join lateral (
        select
            case
                when k.bsr is not null then k.bsr_category
                else (
                    select d.bsr_category
                    from core.product_metrics_daily as d
                    where d.asin = k.asin and d.marketplace = k.marketplace and d.bsr is not null
                        and d.date > k.date - 90 and d.date < k.date and d.date > p_from - 90 and d.date <= p_to
                    order by d.date desc
                    limit 1
                )
            end as category
        offset 0
    ) as ranked
    cross join lateral (
        select
            avg(d.price) as price_avg,
            min(d.price) as price_min,
            max(d.price) as price_max,
            avg(d.bsr) as bsr_avg,
            min(d.bsr) as bsr_min,
            max(d.bsr) as bsr_max,
            avg(d.rating) as rating_avg,
            count(*) as observed_days,
            avg(d.price) filter (where d.date > since.month) as price_avg_30,
            min(d.price) filter (where d.date > since.month) as price_min_30,
            max(d.price) filter (where d.date > since.month) as price_max_30,
            avg(d.bsr) filter (where d.date > since.month) as bsr_avg_30,
            min(d.bsr) filter (where d.date > since.month) as bsr_min_30,
            max(d.bsr) filter (where d.date > since.month) as bsr_max_30,
            avg(d.rating) filter (where d.date > since.month) as rating_avg_30,
            count(*) filter (where d.date > since.month) as observed_days_30,
            avg(d.price) filter (where d.date > since.week) as price_avg_7,
            min(d.price) filter (where d.date > since.week) as price_min_7,
            max(d.price) filter (where d.date > since.week) as price_max_7,
            avg(d.bsr) filter (where d.date > since.week) as bsr_avg_7,
            min(d.bsr) filter (where d.date > since.week) as bsr_min_7,
            max(d.bsr) filter (where d.date > since.week) as bsr_max_7,
            avg(d.rating) filter (where d.date > since.week) as rating_avg_7,
            count(*) filter (where d.date > since.week) as observed_days_7
        from (
            select
                o.date,
                o.price,
                case when o.bsr_category is not distinct from ranked.category then o.bsr end as bsr,
                o.rating
            from core.product_metrics_daily as o
            where o.asin = k.asin
                and o.marketplace = k.marketplace
                and o.date > k.date - 90
                and o.date <= k.date
                and o.date > p_from - 90
                and o.date <= p_to
            offset 0
        ) as d
        offset 0
    ) as a
    cross join lateral (
        values
            (
                smallint '7', a.price_avg_7, a.price_min_7, a.price_max_7, a.bsr_avg_7, a.bsr_min_7, a.bsr_max_7,
                a.rating_avg_7, a.observed_days_7
            ),
            (
                smallint '30', a.price_avg_30, a.price_min_30, a.price_max_30, a.bsr_avg_30, a.bsr_min_30, a.bsr_max_30,
                a.rating_avg_30, a.observed_days_30
            ),
            (
                smallint '90', a.price_avg, a.price_min, a.price_max, a.bsr_avg, a.bsr_min, a.bsr_max, a.rating_avg,
                a.observed_days
            )
    ) as w (
        window_days, price_avg, price_min, price_max, bsr_avg, bsr_min, bsr_max, rating_avg, observed_days
    )
    cross join lateral (
        select d.price, d.bsr, d.bsr_category, d.reviews_count
        from core.product_metrics_daily as d
        where d.asin = k.asin and d.marketplace = k.marketplace
            and d.date > k.date - w.window_days and d.date > p_from - 90 and d.date <= p_to
        order by d.date
        limit 1
    ) as f
    cross join lateral (
        select
            coalesce(f.price, (
                select d.price
                from core.product_metrics_daily as d
                where d.asin = k.asin and d.marketplace = k.marketplace and d.price is not null
                    and d.date > k.date - w.window_days and d.date > p_from - 90 and d.date <= p_to
                order by d.date
                limit 1
            )) as price,
            case
                when f.bsr is not null and f.bsr_category is not distinct from ranked.category then f.bsr
                when k.bsr is not null then (
                    select d.bsr
                    from core.product_metrics_daily as d
                    where d.asin = k.asin and d.marketplace = k.marketplace and d.bsr is not null
                        and d.bsr_category is not distinct from ranked.category
                        and d.date > k.date - w.window_days and d.date > p_from - 90 and d.date <= p_to
                    order by d.date
                    limit 1
                )
            end as bsr,
            coalesce(f.reviews_count, (
                select d.reviews_count
                from core.product_metrics_daily as d
                where d.asin = k.asin and d.marketplace = k.marketplace and d.reviews_count is not null
                    and d.date > k.date - w.window_days and d.date > p_from - 90 and d.date <= p_to
                order by d.date
                limit 1
            )) as reviews_count
    ) as first
    where k.date between p_from and p_to;
$$;
comment on function definitions.product_metrics_rollup_by_day(date, date) is 'The rows of definitions.product_metrics_rollup, computed day by day: cheaper for a few days per product.';
