-- The statement that turns stored items of one shape into pg_temp.observations: adapter, resolution of marketplace and time,
-- checks. $1 job, $2 and $3 item range, $4 run's marketplace, $5 run's time, $6 now, $7 and $8 arrival range (prunes partitions).
-- What lies in the future is judged by the time of arrival, so that a replay judges as the first time did.
-- Dynamic because the adapter must be named in it to inline.
create or replace function staging_raw.adapt_statement(p_adapter regproc)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format($sql$
        insert into pg_temp.observations (
            raw_event_id, item_no, source, marketplace, date, reject_code, reject_detail,
            element_no, asin, requested_asin, url, scraped_at, observed_date, status, price, list_price, buybox_price,
            buybox_seller, bsr, bsr_category, bsr_main, bsr_data, rating, reviews_count, in_stock, availability, is_prime,
            offers_count, coupon, title, brand, manufacturer, model, category_path, image_url, parent_asin, bullets,
            attributes, list_category, list_rank, currency, used_price, speaks_of_offers
        )
        select
            r.id, r.item_no, r.source, place.marketplace, (seen.at at time zone place.time_zone)::date,
            checked.code, checked.detail,
            o.element_no, o.asin, o.requested_asin, o.url, seen.at, o.observed_date, o.status,
            nullif(round(o.price, 2), 0), nullif(round(o.list_price, 2), 0), nullif(round(o.buybox_price, 2), 0),
            o.buybox_seller, o.bsr, o.bsr_category, o.bsr_main, o.bsr_data, round(o.rating, 2), o.reviews_count,
            o.in_stock, o.availability, o.is_prime, o.offers_count, o.coupon, o.title, o.brand, o.manufacturer, o.model,
            o.category_path, o.image_url, o.parent_asin, o.bullets, o.attributes, o.list_category, o.list_rank, o.currency, o.used_price,
            o.speaks_of_offers
        from staging_raw.raw_events as r
        cross join lateral %s(r.payload) as o
        left join core.marketplaces as shop on shop.domain = staging_raw.url_domain(o.url)
        inner join core.marketplaces as place on place.marketplace = coalesce(shop.marketplace, $4, 'US')
        cross join lateral (
            select coalesce(o.scraped_at, o.observed_date::timestamp at time zone place.time_zone, $5, r.fetched_at) as at
        ) as seen
        left join lateral staging_raw.check_observation(o, shop.marketplace, $4, seen.at, least($6, r.fetched_at)) as checked on true
        where r.job_id = $1
            and r.item_no > $2
            and r.item_no <= $3
            and r.fetched_at between $7 and $8
            and staging_raw.payload_shape(r.payload) = %L
    $sql$, p_adapter, substring(p_adapter::text from '^staging_raw\.from_(.*)$'));
$$;
comment on function staging_raw.adapt_statement(regproc) is 'Statement text that adapts and checks the items of one shape, given its adapter.';
