-- Decides over all of pg_temp.observations what an adapter cannot decide for one item. The page of another ASIN than
-- the item's is a redirect without values. A product in which its adapter found nothing to read is a reject. New and
-- used offers of one product and instant become one observation with the price of the new one.
create or replace function staging_raw.resolve_observations()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    update pg_temp.observations as o
    set reject_code = 'no_observation', reject_detail = o.availability
    where o.status = 'unread' and o.reject_code is null;

    -- The cheap test comes first: most urls contain the ASIN of their item.
    update pg_temp.observations as o
    set status = 'redirected', price = null, list_price = null, buybox_price = null, buybox_seller = null, used_price = null,
        bsr = null, bsr_category = null, bsr_main = null, bsr_data = null, rating = null, reviews_count = null,
        in_stock = null, availability = null, is_prime = null, offers_count = null, coupon = null, title = null, brand = null,
        manufacturer = null, model = null, category_path = null, image_url = null, bullets = null, attributes = null,
        list_category = null, list_rank = null
    where strpos(o.url, o.asin) = 0
        and o.reject_code is null
        and o.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
        and o.asin <> staging_raw.asin_from_url(o.url)
        and staging_raw.asin_from_url(o.url) is distinct from o.requested_asin;

    if exists (select from pg_temp.observations as o where o.used_price is not null) then
        with offered as (
            select o.asin, o.marketplace, o.scraped_at, min(o.used_price) as used_price
            from pg_temp.observations as o
            where o.reject_code is null and o.used_price is not null
            group by o.asin, o.marketplace, o.scraped_at
        ),
        new_offers as (
            select distinct on (o.asin, o.marketplace, o.scraped_at)
                o.asin, o.marketplace, o.scraped_at, o.status, o.price, o.list_price, o.buybox_price, o.buybox_seller, o.bsr,
                o.bsr_category, o.bsr_main, o.bsr_data, o.rating, o.reviews_count, o.in_stock, o.availability, o.is_prime,
                o.offers_count, o.coupon, o.title, u.used_price
            from pg_temp.observations as o
            inner join offered as u on u.asin = o.asin and u.marketplace = o.marketplace and u.scraped_at = o.scraped_at
            where o.reject_code is null and o.price is not null
            order by o.asin, o.marketplace, o.scraped_at, o.raw_event_id desc, o.element_no desc
        )
        update pg_temp.observations as o
        set status = n.status, price = n.price, list_price = n.list_price, buybox_price = n.buybox_price,
            buybox_seller = n.buybox_seller, bsr = n.bsr, bsr_category = n.bsr_category, bsr_main = n.bsr_main,
            bsr_data = n.bsr_data, rating = n.rating, reviews_count = n.reviews_count, in_stock = n.in_stock,
            availability = n.availability, is_prime = n.is_prime, offers_count = n.offers_count, coupon = n.coupon,
            title = n.title, used_price = n.used_price
        from new_offers as n
        where n.asin = o.asin and n.marketplace = o.marketplace and n.scraped_at = o.scraped_at
            and o.reject_code is null
            and o.status not in ('redirected', 'delisted', 'blocked', 'parse_error');
    end if;
end;
$$;
comment on function staging_raw.resolve_observations() is 'Resolves redirects, unreadable items, and pairs of new and used offers among the adapted observations.';
