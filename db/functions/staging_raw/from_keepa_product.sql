-- Keepa products with stats: one object, or a /product response with several. Slots as in from_keepa_deals; buyBoxPrice comes
-- without shipping and with its seller. Keepa counts Japanese prices (domain 5) in yen, all others in cents. The url is made
-- here, because the domain number is all that tells the marketplace.
-- Fenced with "offset 0" as in from_junglee_product.
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
        entry.element_no,
        staging_raw.parse_asin(entry.product -> 'asin', null) as asin,
        null::text as requested_asin,
        staging_raw.keepa_url(entry.product ->> 'domainId', entry.product ->> 'asin') as url,
        coalesce(
            staging_raw.keepa_instant(entry.product -> 'lastUpdate'),
            staging_raw.keepa_instant(entry.stats -> 'lastBuyBoxUpdate'),
            entry.response_at
        ) as scraped_at,
        null::date as observed_date,
        staging_raw.offer_status(entry.price, entry.stats ->> 'buyBoxAvailabilityMessage') as status,
        round(entry.price / entry.scale, 2) as price,
        round(staging_raw.keepa_value(entry.slots -> 4) / entry.scale, 2) as list_price,
        case
            when entry.seller is not null
                then round(staging_raw.keepa_value(entry.stats -> 'buyBoxPrice') / entry.scale, 2)
        end as buybox_price,
        entry.seller as buybox_seller,
        (entry.ranks).bsr,
        (entry.ranks).bsr_category,
        (entry.ranks).bsr_main,
        (entry.ranks).bsr_data,
        round(staging_raw.keepa_value(entry.slots -> 16) / 10, 1) as rating,
        staging_raw.parse_count(staging_raw.keepa_value(entry.slots -> 17)::text) as reviews_count,
        staging_raw.parse_availability(entry.stats ->> 'buyBoxAvailabilityMessage') as in_stock,
        staging_raw.parse_text(entry.stats ->> 'buyBoxAvailabilityMessage') as availability,
        null::boolean as is_prime,
        staging_raw.parse_count(staging_raw.keepa_value(entry.stats -> 'totalOfferCount')::text) as offers_count,
        null::text as coupon,
        staging_raw.parse_text(entry.product ->> 'title') as title,
        staging_raw.parse_brand(entry.product ->> 'brand') as brand,
        staging_raw.parse_text(entry.product ->> 'manufacturer') as manufacturer,
        staging_raw.parse_text(entry.product ->> 'model') as model,
        staging_raw.parse_path(entry.product -> 'categoryTree') as category_path,
        staging_raw.keepa_image(entry.product -> 'imagesCSV') as image_url,
        upper(staging_raw.parse_text(entry.product ->> 'parentAsin')) as parent_asin,
        staging_raw.parse_bullets(entry.product -> 'features') as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        null::text as currency,
        null::numeric as used_price,
        true as speaks_of_offers
    from (
        select
            case when unpacked.item ? 'products' then element.place::integer end as element_no,
            staging_raw.parse_instant(unpacked.item -> 'timestamp') as response_at,
            element.product,
            element.product -> 'stats' as stats,
            element.product -> 'stats' -> 'current' as slots,
            case when element.product ->> 'domainId' = '5' then 1 else 100 end as scale,
            staging_raw.parse_text(element.product -> 'stats' ->> 'buyBoxSellerId') as seller,
            coalesce(
                staging_raw.keepa_value(element.product -> 'stats' -> 'buyBoxPrice'),
                staging_raw.keepa_value(element.product -> 'stats' -> 'current' -> 18),
                staging_raw.keepa_value(element.product -> 'stats' -> 'current' -> 0),
                staging_raw.keepa_value(element.product -> 'stats' -> 'current' -> 1)
            ) as price,
            staging_raw.summarize_ranks(
                case
                    when staging_raw.keepa_value(element.product -> 'stats' -> 'current' -> 3) is not null
                        then jsonb_build_array(jsonb_build_object(
                            'rank', element.product -> 'stats' -> 'current' -> 3,
                            'category', coalesce(
                                element.product -> 'categoryTree' -> 0 ->> 'name',
                                element.product ->> 'rootCategory'
                            )
                        ))
                end,
                null
            ) as ranks
        from (select p_payload || '{}' as item offset 0) as unpacked
        cross join lateral jsonb_array_elements(case
            when not unpacked.item ? 'products' then jsonb_build_array(unpacked.item)
            when jsonb_typeof(unpacked.item -> 'products') = 'array' then unpacked.item -> 'products'
            else '[]'
        end) with ordinality as element (product, place)
        offset 0
    ) as entry
    offset 0;
$$;
comment on function staging_raw.from_keepa_product(jsonb, text) is 'Standard rows of Keepa products with stats.';
