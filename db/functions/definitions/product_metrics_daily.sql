-- The last valid observation of each product and day in [p_from, p_to].
-- Written as an anti-join, not DISTINCT ON, so that a caller's join with a few keys is driven by those keys. The bounds on
-- scraped_at prune partitions at plan time: a local day lies within two UTC days of its date. No SET clause: it must inline.
create or replace function definitions.product_metrics_daily(
    p_from date,
    p_to date
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
    observed_at timestamptz,
    job_id text
)
language sql
stable
as $$
    select
        s.asin,
        s.marketplace,
        s.date,
        s.price,
        s.list_price,
        s.buybox_price,
        s.buybox_seller,
        s.bsr,
        s.bsr_category,
        s.bsr_main,
        s.rating,
        s.reviews_count,
        s.in_stock,
        s.offers_count,
        s.status,
        s.scraped_at,
        s.job_id
    from core.product_snapshots as s
    where s.date between p_from and p_to
        and s.scraped_at >= p_from - interval '2 days'
        and s.scraped_at < p_to + interval '3 days'
        and s.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
        and not exists (
            select from core.product_snapshots as later
            where later.asin = s.asin
                and later.marketplace = s.marketplace
                and later.date = s.date
                and later.scraped_at > s.scraped_at
                and later.scraped_at < s.scraped_at + interval '2 days'
                and later.scraped_at >= p_from - interval '2 days'
                and later.scraped_at < p_to + interval '3 days'
                and later.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
        );
$$;
comment on function definitions.product_metrics_daily(date, date) is 'Definition of core.product_metrics_daily: the last valid observation of each product and day.';
