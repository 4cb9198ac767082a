-- Items of epctex/amazon-scraper: no asin key, attributes in features, bullets in featureBullets. Fenced with "offset
-- 0" as in from_junglee_product.
create or replace function staging_raw.from_epctex_product(
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
        staging_raw.parse_asin(page.item -> 'asin', page.item ->> 'url') as asin,
        null::text as requested_asin,
        page.item ->> 'url' as url,
        staging_raw.item_instant(page.item) as scraped_at,
        null::date as observed_date,
        staging_raw.page_status(
            page.price, page.rating, (page.ranks).bsr, page.title,
            concat_ws(' ', page.item ->> 'availability', page.item ->> 'productAlert', page.item ->> 'price')
        ) as status,
        page.price,
        staging_raw.parse_price(page.item -> 'listPrice', p_decimal_sign) as list_price,
        case when page.seller is not null then page.price end as buybox_price,
        page.seller as buybox_seller,
        (page.ranks).bsr,
        (page.ranks).bsr_category,
        (page.ranks).bsr_main,
        (page.ranks).bsr_data,
        page.rating,
        staging_raw.parse_count(page.item ->> 'reviewsCount') as reviews_count,
        coalesce(
            staging_raw.parse_availability(page.item ->> 'availability'),
            staging_raw.parse_boolean(page.item ->> 'inStock')
        ) as in_stock,
        staging_raw.parse_text(page.item ->> 'availability') as availability,
        null::boolean as is_prime,
        null::bigint as offers_count,
        null::text as coupon,
        staging_raw.plain_title(page.title, (select staging_raw.first_words('title'))) as title,
        staging_raw.plain_brand(page.item ->> 'brand', (select staging_raw.phrase_patterns('brand_link'))) as brand,
        page.attributes ->> 'Manufacturer' as manufacturer,
        coalesce(page.attributes ->> 'Item model number', page.attributes ->> 'Model Name') as model,
        staging_raw.parse_path(page.item -> 'categories') as category_path,
        staging_raw.parse_text(page.item -> 'images' ->> 0) as image_url,
        null::text as parent_asin,
        staging_raw.parse_bullets(page.item -> 'featureBullets') as bullets,
        page.attributes,
        null::text as list_category,
        null::bigint as list_rank,
        staging_raw.parse_text(page.item -> 'price' ->> 'currency') as currency,
        null::numeric as used_price,
        true as speaks_of_offers
    from (
        select
            described.item,
            described.attributes,
            staging_raw.parse_text(described.item ->> 'title') as title,
            staging_raw.parse_price(described.item -> 'price', p_decimal_sign) as price,
            staging_raw.parse_rating(described.item ->> 'stars') as rating,
            coalesce(
                staging_raw.parse_text(described.item -> 'seller' ->> 'id'),
                staging_raw.parse_text(described.item -> 'seller' ->> 'name')
            ) as seller,
            staging_raw.summarize_ranks(
                described.item -> 'bestsellerRanks',
                staging_raw.rank_text(described.attributes)
            ) as ranks
        from (
            select
                unpacked.item,
                nullif(
                    coalesce(staging_raw.parse_attributes(unpacked.item -> 'features'), '{}')
                        || coalesce(staging_raw.parse_attributes(unpacked.item -> 'specs'), '{}'),
                    '{}'
                ) as attributes
            from (select p_payload || '{}' as item offset 0) as unpacked
            offset 0
        ) as described
        offset 0
    ) as page
    offset 0;
$$;
comment on function staging_raw.from_epctex_product(jsonb, text) is 'Standard row of an epctex/amazon-scraper product item.';
