-- $day
select
    pair.asin_main,
    pair.asin_comp,
    main.price - comp.price as price_diff,
    round((main.price - comp.price)::double * 100 / nullif(comp.price, 0), 2) as price_diff_pct,
    main.bsr - comp.bsr as bsr_gap,
    main.rating - comp.rating as rating_diff,
    main.reviews_count - comp.reviews_count as reviews_gap,
    main.buybox_price - comp.buybox_price as buybox_diff,
    main.bsr_category = comp.bsr_category as is_same_bsr_category
from read_parquet('{folder}/pairs.parquet') as pair
inner join days as main on main.asin = pair.asin_main
inner join days as comp on comp.asin = pair.asin_comp
where main.date = $day
    and comp.date = $day
