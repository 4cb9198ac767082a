-- A Keepa /deal response, one row per deal. Slots of "current": 0 Amazon, 1 new, 2 used, 3 sales rank, 4 list price, 11
-- to 14 offer counts, 16 rating x 10, 17 review count, 18 buy box. Prices are in cents; from_keepa_product documents
-- which slot is the price. The response has no seller, so there is no buy-box price.
-- The rank is that of the root category. The response has only the category's node number, which is used as its name.
-- Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_keepa_deals(
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
        staging_raw.parse_asin(entry.deal -> 'asin', null) as asin,
        null::text as requested_asin,
        null::text as url,
        coalesce(
            staging_raw.keepa_instant(entry.deal -> 'lastUpdate'),
            entry.response_at
        ) as scraped_at,
        null::date as observed_date,
        staging_raw.offer_status(entry.price, null) as status,
        entry.price,
        round(staging_raw.keepa_value(entry.slots -> 4) / 100, 2) as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        (entry.ranks).bsr,
        (entry.ranks).bsr_category,
        (entry.ranks).bsr_main,
        (entry.ranks).bsr_data,
        round(staging_raw.keepa_value(entry.slots -> 16) / 10, 1) as rating,
        staging_raw.parse_count(staging_raw.keepa_value(entry.slots -> 17)::text) as reviews_count,
        null::boolean as in_stock,
        null::text as availability,
        null::boolean as is_prime,
        staging_raw.parse_count(nullif(
            coalesce(staging_raw.keepa_value(entry.slots -> 11), 0)
                + coalesce(staging_raw.keepa_value(entry.slots -> 12), 0)
                + coalesce(staging_raw.keepa_value(entry.slots -> 13), 0)
                + coalesce(staging_raw.keepa_value(entry.slots -> 14), 0),
            0
        )::text) as offers_count,
        null::text as coupon,
        staging_raw.parse_text(entry.deal ->> 'title') as title,
        null::text as brand,
        null::text as manufacturer,
        null::text as model,
        null::text as category_path,
        staging_raw.keepa_image(entry.deal -> 'image') as image_url,
        null::text as parent_asin,
        null::jsonb as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        null::text as currency,
        round(staging_raw.keepa_value(entry.slots -> 2) / 100, 2) as used_price,
        true as speaks_of_offers
    from (
        select
            element.place::integer as element_no,
            staging_raw.parse_instant(unpacked.item -> 'timestamp') as response_at,
            element.deal,
            element.deal -> 'current' as slots,
            round(coalesce(
                staging_raw.keepa_value(element.deal -> 'current' -> 0),
                staging_raw.keepa_value(element.deal -> 'current' -> 1),
                staging_raw.keepa_value(element.deal -> 'current' -> 18)
            ) / 100, 2) as price,
            staging_raw.summarize_ranks(
                case
                    when staging_raw.keepa_value(element.deal -> 'current' -> 3) is not null
                        then jsonb_build_array(jsonb_build_object(
                            'rank', element.deal -> 'current' -> 3,
                            'category', element.deal ->> 'rootCat'
                        ))
                end,
                null
            ) as ranks
        from (select p_payload || '{}' as item offset 0) as unpacked
        cross join lateral jsonb_array_elements(case
            when jsonb_typeof(unpacked.item -> 'deals' -> 'dr') = 'array' then unpacked.item -> 'deals' -> 'dr'
            else '[]'
        end) with ordinality as element (deal, place)
        offset 0
    ) as entry
    offset 0;
$$;
comment on function staging_raw.from_keepa_deals(jsonb, text) is 'Standard rows of a Keepa /deal response, one per deal.';
