-- Items of axesso_data/amazon-product-details-scraper: 0 for a missing price, the brand in manufacturer, ranks as text
-- among the details. A page that was not found is an item with another statusMessage. Fenced with "offset 0" as in
-- from_junglee_product.
create or replace function staging_raw.from_axesso_product(
    p_payload jsonb,
    p_decimal_sign text default ''
)
returns setof staging_raw.observation
language sql
stable
parallel safe
as $$
    select
        null::integer as element_no,
        page.asin,
        null::text as requested_asin,
        page.item ->> 'url' as url,
        staging_raw.item_instant(page.item) as scraped_at,
        null::date as observed_date,
        case
            when page.item ->> 'statusMessage' <> 'FOUND'
                then staging_raw.failure_status(concat_ws(' ', page.item ->> 'statusMessage', page.item ->> 'statusCode'))
            else staging_raw.page_status(
                page.price, page.rating, (page.ranks).bsr, page.title,
                concat_ws(' ', page.availability, page.item ->> 'price')
            )
        end as status,
        page.price,
        staging_raw.parse_price(page.item -> 'retailPrice', p_decimal_sign) as list_price,
        case when page.seller is not null then page.price end as buybox_price,
        page.seller as buybox_seller,
        (page.ranks).bsr,
        (page.ranks).bsr_category,
        (page.ranks).bsr_main,
        (page.ranks).bsr_data,
        page.rating,
        staging_raw.parse_count(page.item ->> 'countReview') as reviews_count,
        staging_raw.parse_availability(page.availability) as in_stock,
        page.availability,
        staging_raw.parse_boolean(page.item ->> 'prime') as is_prime,
        null::bigint as offers_count,
        null::text as coupon,
        staging_raw.plain_title(page.title, (select staging_raw.first_words('title'))) as title,
        coalesce(
            staging_raw.plain_brand(page.item ->> 'manufacturer', (select staging_raw.phrase_patterns('brand_link'))),
            staging_raw.plain_brand(page.attributes ->> 'Brand', (select staging_raw.phrase_patterns('brand_link')))
        ) as brand,
        page.attributes ->> 'Manufacturer' as manufacturer,
        coalesce(page.attributes ->> 'Item model number', page.attributes ->> 'Model Name') as model,
        staging_raw.parse_path(page.item -> 'categoriesExtended') as category_path,
        coalesce(
            staging_raw.parse_text(page.item -> 'mainImage' ->> 'imageUrl'),
            staging_raw.parse_text(page.item -> 'imageUrlList' ->> 0)
        ) as image_url,
        null::text as parent_asin,
        staging_raw.parse_bullets(page.item -> 'features') as bullets,
        page.attributes,
        null::text as list_category,
        null::bigint as list_rank,
        staging_raw.parse_text(coalesce(page.item ->> 'currency', page.item ->> 'currencySymbol')) as currency,
        null::numeric as used_price,
        true as speaks_of_offers
    from (
        select
            described.item,
            described.attributes,
            staging_raw.parse_asin(described.item -> 'asin', described.item ->> 'url') as asin,
            staging_raw.parse_text(described.item ->> 'title') as title,
            coalesce(
                staging_raw.parse_price(described.item -> 'price', p_decimal_sign),
                staging_raw.parse_price(described.item -> 'priceRange', p_decimal_sign)
            ) as price,
            staging_raw.parse_rating(described.item ->> 'productRating') as rating,
            staging_raw.parse_text(described.item ->> 'warehouseAvailability') as availability,
            coalesce(
                staging_raw.parse_text(described.item ->> 'sellerId'),
                staging_raw.parse_text(described.item ->> 'soldBy')
            ) as seller,
            staging_raw.summarize_ranks(null, staging_raw.rank_text(described.attributes)) as ranks
        from (
            select
                unpacked.item,
                nullif(
                    coalesce(staging_raw.parse_attributes(unpacked.item -> 'aboutProduct'), '{}')
                        || coalesce(staging_raw.parse_attributes(unpacked.item -> 'productSpecification'), '{}')
                        || coalesce(staging_raw.parse_attributes(unpacked.item -> 'productDetails'), '{}'),
                    '{}'
                ) as attributes
            from (select p_payload || '{}' as item offset 0) as unpacked
            offset 0
        ) as described
        offset 0
    ) as page
    offset 0;
$$;
comment on function staging_raw.from_axesso_product(jsonb, text) is 'Standard row of an axesso product item.';
