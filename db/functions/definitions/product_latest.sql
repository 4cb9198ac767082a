-- The newest observed day of each product. The two dates bound the search, so that partitions are pruned; a caller may
-- narrow them only for products that have a day on or after the first and none after the second. No SET clause: it must
-- inline.
create or replace function definitions.product_latest(
    p_history_from date default '-infinity',
    p_history_to date default 'infinity'
)
returns table (
    asin text,
    marketplace text,
    date date,
    price numeric,
    list_price numeric,
    buybox_price numeric,
    buybox_seller text,
    bsr integer,
    bsr_category text,
    bsr_main integer,
    rating numeric,
    reviews_count integer,
    in_stock boolean,
    offers_count integer,
    status text,
    observed_at timestamptz
)
language sql
stable
as $$
    select
        p.asin,
        p.marketplace,
        newest.date,
        newest.price,
        newest.list_price,
        newest.buybox_price,
        newest.buybox_seller,
        newest.bsr,
        newest.bsr_category,
        newest.bsr_main,
        newest.rating,
        newest.reviews_count,
        newest.in_stock,
        newest.offers_count,
        newest.status,
        newest.observed_at
    from core.products as p
    cross join lateral (
        select
            d.date,
            d.price,
            d.list_price,
            d.buybox_price,
            d.buybox_seller,
            d.bsr,
            d.bsr_category,
            d.bsr_main,
            d.rating,
            d.reviews_count,
            d.in_stock,
            d.offers_count,
            d.status,
            d.observed_at
        from core.product_metrics_daily as d
        where d.asin = p.asin
            and d.marketplace = p.marketplace
            and d.date between p_history_from and p_history_to
        order by d.date desc
        limit 1
    ) as newest;
$$;
comment on function definitions.product_latest(date, date) is 'Definition of mart.product_latest: the newest observed day of each product.';
