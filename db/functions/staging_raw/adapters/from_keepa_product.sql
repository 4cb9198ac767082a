-- Keepa products: one object, or a /product response with several. The series in csv give an observation for each
-- instant at which one of them changed. stats, or else the last values of the series, give one for the last update. A
-- product with neither is rejected, and the reject names the Keepa parameters to set.
-- Slots as in from_keepa_deals. The price is Amazon's own, else the lowest new one; the buy box is used only when both
-- are missing, so that the price has the same meaning with and without the fields of the buy box. Used offers,
-- including a used buy box, are never the price. Keepa counts Japanese prices (domain 5) in yen, all others in cents.
-- The url is built here, because only the domain number identifies the marketplace. Only the last row describes the
-- product: its title may have changed. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_keepa_product(
    p_payload jsonb,
    p_decimal_sign text default ''
)
returns setof staging_raw.observation
language sql
stable
parallel safe
as $$
    select
        case
            when entry.is_list or entry.row_count > 1
                then (row_number() over (order by entry.place, entry.is_last, entry.seen_at))::integer
        end as element_no,
        staging_raw.parse_asin(entry.product -> 'asin', null) as asin,
        null::text as requested_asin,
        staging_raw.keepa_url(entry.product ->> 'domainId', entry.product ->> 'asin') as url,
        entry.seen_at as scraped_at,
        null::date as observed_date,
        case when entry.slots is null then 'unread' else staging_raw.offer_status(entry.price, entry.availability) end as status,
        round(entry.price / entry.scale, 2) as price,
        round(staging_raw.keepa_value(entry.slots -> '4') / entry.scale, 2) as list_price,
        case
            when not entry.is_used and (entry.seller is not null or not entry.has_stats)
                then round(
                    coalesce(
                        entry.buybox_price, case when not entry.has_stats then staging_raw.keepa_value(entry.slots -> '18') end
                    ) / entry.scale, 2
                )
        end as buybox_price,
        case when not entry.is_used then entry.seller end as buybox_seller,
        (entry.ranks).bsr,
        (entry.ranks).bsr_category,
        (entry.ranks).bsr_main,
        (entry.ranks).bsr_data,
        round(staging_raw.keepa_value(entry.slots -> '16') / 10, 1) as rating,
        staging_raw.parse_count(staging_raw.keepa_value(entry.slots -> '17')::text) as reviews_count,
        staging_raw.parse_availability(entry.availability) as in_stock,
        case
            when entry.slots is null then 'the Keepa product holds neither stats nor csv: ask for it with stats or history'
            else staging_raw.parse_text(entry.availability)
        end as availability,
        null::boolean as is_prime,
        staging_raw.parse_count(coalesce(
            entry.offers_count,
            nullif(
                coalesce(staging_raw.keepa_value(entry.slots -> '11'), 0)
                    + coalesce(staging_raw.keepa_value(entry.slots -> '12'), 0)
                    + coalesce(staging_raw.keepa_value(entry.slots -> '13'), 0)
                    + coalesce(staging_raw.keepa_value(entry.slots -> '14'), 0),
                0
            )
        )::text) as offers_count,
        null::text as coupon,
        case when entry.is_last then staging_raw.parse_text(entry.product ->> 'title') end as title,
        case when entry.is_last then staging_raw.parse_brand(entry.product ->> 'brand') end as brand,
        case when entry.is_last then staging_raw.parse_text(entry.product ->> 'manufacturer') end as manufacturer,
        case when entry.is_last then staging_raw.parse_text(entry.product ->> 'model') end as model,
        case when entry.is_last then staging_raw.parse_path(entry.product -> 'categoryTree') end as category_path,
        case when entry.is_last then staging_raw.keepa_image(entry.product -> 'imagesCSV') end as image_url,
        case when entry.is_last then upper(staging_raw.parse_text(entry.product ->> 'parentAsin')) end as parent_asin,
        case when entry.is_last then staging_raw.parse_bullets(entry.product -> 'features') end as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        null::text as currency,
        round(coalesce(
            staging_raw.keepa_value(entry.slots -> '2'),
            case when entry.is_used then entry.buybox_price end
        ) / entry.scale, 2) as used_price,
        true as speaks_of_offers
    from (
        select
            listed.is_list,
            listed.place,
            listed.product,
            case when listed.product ->> 'domainId' = '5' then 1 else 100 end as scale,
            count(*) over () as row_count,
            point.is_last,
            point.seen_at,
            point.slots,
            point.seller,
            point.availability,
            point.is_used,
            point.buybox_price,
            point.offers_count,
            point.is_last and jsonb_typeof(listed.product -> 'stats' -> 'current') is not distinct from 'array' as has_stats,
            coalesce(
                staging_raw.keepa_value(point.slots -> '0'),
                staging_raw.keepa_value(point.slots -> '1'),
                case
                    when not point.is_used then coalesce(point.buybox_price, staging_raw.keepa_value(point.slots -> '18'))
                end
            ) as price,
            staging_raw.summarize_ranks(
                case
                    when staging_raw.keepa_value(point.slots -> '3') is not null
                        then jsonb_build_array(jsonb_build_object(
                            'rank', point.slots -> '3',
                            'category', coalesce(
                                listed.product -> 'categoryTree' -> 0 ->> 'name',
                                listed.product ->> 'rootCategory'
                            )
                        ))
                end,
                null
            ) as ranks
        from (
            select
                unpacked.item ? 'products' as is_list,
                staging_raw.parse_instant(unpacked.item -> 'timestamp') as answered_at,
                element.place,
                element.product
            from (select p_payload || '{}' as item offset 0) as unpacked
            cross join lateral jsonb_array_elements(case
                when not unpacked.item ? 'products' then jsonb_build_array(unpacked.item)
                when jsonb_typeof(unpacked.item -> 'products') = 'array' then unpacked.item -> 'products'
                else '[]'
            end) with ordinality as element (product, place)
            offset 0
        ) as listed
        cross join lateral staging_raw.keepa_points(listed.product, listed.answered_at) as point
        offset 0
    ) as entry
    offset 0;
$$;
comment on function staging_raw.from_keepa_product(jsonb, text) is 'Standard rows of Keepa products: their history and their last state.';
