-- The statement that turns stored items of one shape into pg_temp.observations: shop, adapter, time, checks. $1 job, $2
-- and $3 item range, $4 run's marketplace, $5 run's time, $6 now, $7 and $8 arrival range (prunes partitions), $9 run's
-- day, $10 order of day and month in the run's dates (dmy, mdy or ''), $11 the items of the shape, null for all.
-- Shop: the host of the url (for a list element, of its own url); else the run's marketplace; else another field of the
-- item; else the only shop with the currency; else US.
-- Time: that of the item; a bare day is that day in the shop's time zone. An item without a time gets the run's day or
-- time, or that of its arrival. An item with an instant and a day belongs to that day if they are at most a day apart,
-- so that the logs of a tracker with UTC days fall on one day. A time in the future is judged by the time of arrival,
-- so that a replay decides as the first promotion did.
-- A field with an invalid value is dropped and listed in faults; the row is kept. So are prices in a currency other
-- than the shop's, and the row then does not count for offers. An item that is not available has no price, even if its
-- page shows one. An item with column names of its own is renamed first and then has the plain form. An item with an
-- unreadable price does not count for offers: it is not evidence of a page without a price.
-- The shops and their names are two objects, read once: joins would be planned for a guess at how many items were just
-- loaded, and could compare each item with every name.
-- Dynamic, because the adapter must be named in the statement to be inlined.
create or replace function staging_raw.adapt_statement(p_adapter regproc)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format($sql$
        insert into pg_temp.observations (
            raw_event_id, item_no, source, marketplace, date, reject_code, reject_detail, time_from, shop_from, faults,
            element_no, asin, requested_asin, url, scraped_at, observed_date, status, price, list_price, buybox_price,
            buybox_seller, bsr, bsr_category, bsr_main, bsr_data, rating, reviews_count, in_stock, availability, is_prime,
            offers_count, coupon, title, brand, manufacturer, model, category_path, image_url, parent_asin, bullets,
            attributes, list_category, list_rank, currency, used_price, speaks_of_offers
        )
        select
            r.id, r.item_no, r.source, place.marketplace,
            case
                when o.scraped_at is not null and o.observed_date between checked.day - 1 and checked.day + 1 then o.observed_date
                else checked.day
            end,
            checked.code,
            case when checked.code is not null then staging_raw.reject_detail(
                checked.code, o.asin, given.url_marketplace, $4, seen.host, seen.unread_time, seen.foreign_currency,
                seen.unknown_shop, seen.at
            ) end,
            case
                when o.scraped_at is not null or o.observed_date is not null or given.time is not null then 'item'
                when $9 is not null or $5 is not null then 'run'
                else 'arrival'
            end,
            case
                when given.url_marketplace is not null then 'url'
                when $4 is not null then 'run'
                when field.marketplace is not null then 'field'
                when single.marketplace is not null then 'currency'
                else 'default'
            end,
            case
                when not judged.is_ours then array[format(
                    'price: %%s is not %%s, the currency of %%s', given.said, place.currency_code, place.marketplace
                )]
                when given.is_price_unread
                    then array[format('price: %%s cannot be read', replace(left(r.item ->> 'price', 50), ' ', U&'\00A0'))]
                when staging_raw.amount(o.price) is distinct from round(o.price, 2)
                    or staging_raw.amount(o.list_price) is distinct from round(o.list_price, 2)
                    or staging_raw.amount(o.buybox_price) is distinct from round(o.buybox_price, 2)
                    or not (o.rating between 0 and 5) or not (o.bsr between 1 and 2147483647)
                    or not (o.bsr_main between 1 and 2147483647) or not (o.list_rank between 1 and 2147483647)
                    or not (o.reviews_count between 0 and 2147483647) or not (o.offers_count between 0 and 2147483647)
                then staging_raw.field_faults(o)
            end,
            o.element_no, o.asin, o.requested_asin,
            case when staging_raw.asin_from_url(loaded.url) <> o.asin then loaded.url else o.url end, seen.at, o.observed_date,
            case
                when not judged.is_ours or given.is_price_unread then 'ok'
                when given.is_unavailable then 'out_of_stock'
                when o.status = 'ok' and o.price is not null and staging_raw.amount(o.price) is null
                    then staging_raw.offer_status(null, o.availability)
                else o.status
            end,
            case when judged.is_ours and not given.is_unavailable then staging_raw.amount(o.price) end,
            case when judged.is_ours then staging_raw.amount(o.list_price) end,
            case when judged.is_ours and not given.is_unavailable then staging_raw.amount(o.buybox_price) end,
            o.buybox_seller,
            case when o.bsr between 1 and 2147483647 then o.bsr end,
            case when o.bsr between 1 and 2147483647 then o.bsr_category end,
            case when o.bsr_main between 1 and 2147483647 then o.bsr_main end,
            o.bsr_data,
            case when o.rating between 0 and 5 then round(o.rating, 2) end,
            case when o.reviews_count between 0 and 2147483647 then o.reviews_count end,
            o.in_stock, o.availability, o.is_prime,
            case when o.offers_count between 0 and 2147483647 then o.offers_count end,
            o.coupon, o.title, o.brand, o.manufacturer, o.model, o.category_path, o.image_url, o.parent_asin, o.bullets,
            o.attributes, o.list_category,
            case when o.list_rank between 1 and 2147483647 then o.list_rank end,
            given.said, case when judged.is_ours then staging_raw.amount(o.used_price) end,
            o.speaks_of_offers and judged.is_ours and not given.is_price_unread
        from (
            select r.id, r.item_no, r.source, r.fetched_at, %s as item
            from staging_raw.raw_events as r
            where r.job_id = $1
                and r.item_no > $2
                and r.item_no <= $3
                and r.fetched_at between $7 and $8
                and ($11 is null or r.item_no = any ($11))
            offset 0
        ) as r
        cross join (
            select jsonb_object_agg(n.name, n.marketplace) as by_name from core.marketplace_names as n
        ) as names
        cross join (select jsonb_object_agg(m.marketplace, to_jsonb(m)) as by_code from core.marketplaces as m) as shops
        cross join lateral (select staging_raw.item_url(r.item) as url offset 0) as link
        cross join lateral (select staging_raw.url_domain(link.url) as host offset 0) as said
        cross join lateral (select names.by_name ->> said.host as marketplace offset 0) as host
        cross join lateral (
            select case when host.marketplace is null and $4 is null then staging_raw.item_shop(r.item) end as shop offset 0
        ) as named
        cross join lateral (select names.by_name ->> named.shop as marketplace offset 0) as field
        cross join lateral (
            select case
                when host.marketplace is null and $4 is null and field.marketplace is null then (
                    select min(m.marketplace)
                    from core.marketplaces as m
                    where m.currency_code = replace(staging_raw.item_currency(r.item), U&'\00A5', 'JPY')
                    having count(*) = 1
                )
            end as marketplace
            offset 0
        ) as single
        cross join lateral (
            select coalesce(host.marketplace, $4, field.marketplace, single.marketplace, 'US') as marketplace offset 0
        ) as shop
        cross join lateral %s(r.item, shops.by_code -> shop.marketplace ->> 'decimal_sign') as o
        cross join lateral (
            select case when o.element_no is not null or said.host is null then staging_raw.url_domain(o.url) end as host offset 0
        ) as element
        cross join lateral (select names.by_name ->> element.host as marketplace offset 0) as element_host
        cross join lateral (
            select
                seen.marketplace,
                shops.by_code -> seen.marketplace ->> 'currency_code' as currency_code,
                shops.by_code -> seen.marketplace ->> 'time_zone' as time_zone
            from (select coalesce(element_host.marketplace, shop.marketplace) as marketplace offset 0) as seen
            offset 0
        ) as place
        -- The final address shows a redirect, see staging_raw.resolve_observations.
        cross join lateral (
            select case when r.item ?| array['finalUrl', 'final_url', 'loadedUrl', 'loaded_url'] and o.element_no is null
                then coalesce(
                    r.item ->> 'finalUrl', r.item ->> 'final_url', r.item ->> 'loadedUrl', r.item ->> 'loaded_url'
                )
            end as url
            offset 0
        ) as loaded
        cross join lateral (
            select
                case when num_nonnulls(o.price, o.list_price, o.buybox_price, o.used_price) > 0
                    then staging_raw.item_currency(r.item, o.currency)
                end as said,
                o.status = 'out_of_stock' or o.in_stock is false and o.status in ('ok', 'no_offer') as is_unavailable,
                case when o.scraped_at is null and o.observed_date is null then staging_raw.item_time(r.item) end as time,
                coalesce(element_host.marketplace, host.marketplace) as url_marketplace,
                o.status = 'no_offer' and o.price is null and o.used_price is null and coalesce(
                    case jsonb_typeof(r.item -> 'price')
                        when 'boolean' then true
                        when 'string' then r.item ->> 'price' ~ '[1-9#]'
                    end,
                    false
                ) as is_price_unread
            offset 0
        ) as given
        cross join lateral (
            select
                staging_raw.currency_fits(given.said, place.currency_code) as is_ours,
                case when given.time is not null then staging_raw.parse_time(given.time, place.time_zone, $10) end as read_at
            offset 0
        ) as judged
        cross join lateral (
            select
                coalesce(
                    o.scraped_at, o.observed_date::timestamp at time zone place.time_zone, judged.read_at,
                    $9::timestamp at time zone place.time_zone, $5, r.fetched_at
                ) as at,
                coalesce(element.host, said.host) as host,
                case when judged.read_at is null then given.time end as unread_time,
                case
                    when not judged.is_ours and coalesce(given.url_marketplace, $4, field.marketplace) is null then given.said
                end as foreign_currency,
                case
                    when given.url_marketplace is null and field.marketplace is null and named.shop is not null
                        and r.item ?| array[
                            'marketplace', 'marketplaceId', 'marketplace_id', 'domain', 'domainCode', 'domain_code', 'amazon_domain',
                            'amazonDomain', 'countryCode', 'country_code', 'region', 'market', 'tld', 'Marketplace', 'Domain'
                        ] then named.shop
                end as unknown_shop
            offset 0
        ) as seen
        cross join lateral (
            select
                (seen.at at time zone place.time_zone)::date as day,
                staging_raw.reject_code(
                    o.asin, given.url_marketplace, $4, seen.host, seen.unread_time, seen.foreign_currency, seen.unknown_shop, seen.at,
                    least($6, r.fetched_at)
                ) as code
            offset 0
        ) as checked
        where shops.by_code ?& array[shop.marketplace, place.marketplace]
    $sql$,
    case p_adapter::text when 'staging_raw.from_named_columns' then 'staging_raw.rename_columns(r.payload)' else 'r.payload || ''{}''' end,
    p_adapter);
$$;
comment on function staging_raw.adapt_statement(regproc) is 'Statement text that adapts and checks the items of one shape, given its adapter.';
