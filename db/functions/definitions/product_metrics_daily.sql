-- The last known values of each product and day in [p_from, p_to], from its valid observations. Values are taken by
-- group, so that a poorer observation does not hide a richer one: offers from the last observation with offer fields
-- (else the last with a price, as in best-seller lists), ranks from the last with a rank, rating and number of ratings
-- from the last with both, else each from the last that has it. Values of one group come from one observation.
-- The day is product_snapshots.date, whether the source gave an instant or only a day. One pass over a day's
-- observations: a product has one observation per instant, so max() filtered by an instant returns that observation's
-- value. The bounds on scraped_at prune partitions at plan time: a local day lies within two UTC days of its date.
-- p_day is for callers that join with a few keys: it limits the rows read of each product to that day. No SET clause:
-- it must inline.
create or replace function definitions.product_metrics_daily(
    p_from date,
    p_to date,
    p_day date default null
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
    offer_observed_at timestamptz,
    rank_observed_at timestamptz,
    rating_observed_at timestamptz,
    job_id text
)
language sql
stable
as $$
    select
        s.asin,
        s.marketplace,
        s.date,
        max(s.price) filter (where s.scraped_at = s.offer_at),
        max(s.list_price) filter (where s.scraped_at = s.offer_at),
        max(s.buybox_price) filter (where s.scraped_at = s.offer_at),
        max(s.buybox_seller) filter (where s.scraped_at = s.offer_at),
        max(s.bsr) filter (where s.scraped_at = s.rank_at),
        max(s.bsr_category) filter (where s.scraped_at = s.rank_at),
        max(s.bsr_main) filter (where s.scraped_at = s.rank_at),
        max(s.rating) filter (where s.scraped_at = s.rating_at),
        max(s.reviews_count) filter (where s.scraped_at = s.reviews_at),
        bool_or(s.in_stock) filter (where s.scraped_at = s.offer_at),
        max(s.offers_count) filter (where s.scraped_at = s.offer_at),
        max(s.status) filter (where s.scraped_at = s.offer_at),
        max(s.scraped_at),
        max(s.offer_at),
        max(s.rank_at),
        max(greatest(s.rating_at, s.reviews_at)),
        max(s.job_id) filter (where s.scraped_at = s.last_at)
    from (
        select
            o.asin,
            o.marketplace,
            o.date,
            o.scraped_at,
            o.price,
            o.list_price,
            o.buybox_price,
            o.buybox_seller,
            o.bsr,
            o.bsr_category,
            o.bsr_main,
            o.rating,
            o.reviews_count,
            o.in_stock,
            o.offers_count,
            o.status,
            o.job_id,
            max(o.scraped_at) over of_day as last_at,
            coalesce(
                max(o.scraped_at) filter (where o.speaks_of_offers) over of_day,
                max(o.scraped_at) filter (where o.price is not null) over of_day
            ) as offer_at,
            max(o.scraped_at) filter (where o.bsr is not null or o.bsr_main is not null) over of_day as rank_at,
            coalesce(
                max(o.scraped_at) filter (where o.rating is not null and o.reviews_count is not null) over of_day,
                max(o.scraped_at) filter (where o.rating is not null) over of_day
            ) as rating_at,
            coalesce(
                max(o.scraped_at) filter (where o.rating is not null and o.reviews_count is not null) over of_day,
                max(o.scraped_at) filter (where o.reviews_count is not null) over of_day
            ) as reviews_at
        from core.product_snapshots as o
        where o.date between p_from and p_to
            and o.scraped_at >= p_from - interval '2 days'
            and o.scraped_at < p_to + interval '3 days'
            and o.scraped_at >= coalesce(p_day, p_from) - interval '2 days'
            and o.scraped_at < coalesce(p_day, p_to) + interval '3 days'
            and o.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
        window of_day as (partition by o.asin, o.marketplace, o.date)
    ) as s
    group by s.asin, s.marketplace, s.date;
$$;
comment on function definitions.product_metrics_daily(date, date, date) is 'Definition of core.product_metrics_daily: the last offers, ranks and ratings in the valid observations of each product and day.';
