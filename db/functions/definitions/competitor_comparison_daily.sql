-- Main product minus competitor for every pair and day in [p_from, p_to] when both were observed; of a competitor that was paused or
-- removed the days up to then. Plain
-- equi-joins on (asin, marketplace, date), which a cluster can repartition. No SET clause: it must inline.
create or replace function definitions.competitor_comparison_daily(
    p_from date,
    p_to date
)
returns table (
    asin_main text,
    asin_comp text,
    marketplace text,
    date date,
    price_diff numeric,
    price_diff_pct numeric,
    bsr_gap integer,
    rating_diff numeric,
    reviews_gap integer,
    buybox_diff numeric,
    is_same_bsr_category boolean
)
language sql
stable
as $$
    select
        pair.asin_main,
        pair.asin_comp,
        pair.marketplace,
        main.date,
        main.price - comp.price,
        round((main.price - comp.price) * 100 / nullif(comp.price, 0), 2),
        main.bsr - comp.bsr,
        main.rating - comp.rating,
        main.reviews_count - comp.reviews_count,
        main.buybox_price - comp.buybox_price,
        main.bsr_category = comp.bsr_category
    from core.comparison_pairs as pair
    inner join core.product_metrics_daily as main
        on main.asin = pair.asin_main and main.marketplace = pair.marketplace
    inner join core.product_metrics_daily as comp
        on comp.asin = pair.asin_comp and comp.marketplace = pair.marketplace and comp.date = main.date
    where main.date between p_from and p_to
        and main.date <= pair.last_date
        and comp.date between p_from and p_to;
$$;
comment on function definitions.competitor_comparison_daily(date, date) is 'Definition of mart.competitor_comparison_daily: main minus competitor on days when both were observed.';
