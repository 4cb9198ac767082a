-- Usual values of a category: over the products whose newest observed day shows a rank in it. Listings that are gone
-- and products that an operator retired do not count. No SET clause: it must inline.
create or replace function definitions.category_benchmarks()
returns table (
    marketplace text,
    category text,
    product_count bigint,
    newest_day date,
    oldest_day date,
    price_avg numeric,
    price_p25 numeric,
    price_median numeric,
    price_p75 numeric,
    rating_avg numeric,
    rating_median numeric,
    reviews_median numeric,
    bsr_best integer,
    bsr_median numeric,
    in_stock_pct numeric
)
language sql
stable
as $$
    select
        l.marketplace,
        l.bsr_category,
        count(*),
        max(l.date),
        min(l.date),
        round(avg(l.price), 2),
        round((percentile_cont(0.25) within group (order by l.price))::numeric, 2),
        round((percentile_cont(0.5) within group (order by l.price))::numeric, 2),
        round((percentile_cont(0.75) within group (order by l.price))::numeric, 2),
        round(avg(l.rating), 2),
        round((percentile_cont(0.5) within group (order by l.rating))::numeric, 2),
        round((percentile_cont(0.5) within group (order by l.reviews_count))::numeric, 1),
        min(l.bsr),
        round((percentile_cont(0.5) within group (order by l.bsr))::numeric, 1),
        round(100.0 * count(*) filter (where l.in_stock) / nullif(count(l.in_stock), 0), 1)
    from mart.product_latest as l
    inner join core.products as p on p.asin = l.asin and p.marketplace = l.marketplace
    where l.bsr_category is not null
        and p.is_active
        and not p.is_unlisted
    group by l.marketplace, l.bsr_category;
$$;
comment on function definitions.category_benchmarks() is 'Definition of mart.category_benchmarks: prices, ratings and ranks of each category.';
