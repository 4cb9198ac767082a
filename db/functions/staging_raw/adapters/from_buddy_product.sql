-- Items of the amazon-buddy family, pages and search results alike, as one object or as an answer with several under
-- result. The price is price.current_price, the struck-through price price.before_price (0 when missing), and ratings
-- are in reviews. Search results have no ranks; a page has them in bestsellers_rank, and the description in
-- product_information. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_buddy_product(
    p_payload jsonb,
    p_decimal_sign text default ''
)
returns setof staging_raw.observation
language sql
stable
parallel safe
as $$
    select
        page.element_no,
        staging_raw.parse_asin(page.item -> 'asin', page.item ->> 'url') as asin,
        null::text as requested_asin,
        page.item ->> 'url' as url,
        coalesce(staging_raw.item_instant(page.item), page.answered_at) as scraped_at,
        null::date as observed_date,
        staging_raw.page_status(
            page.price, page.rating, (page.ranks).bsr, page.title,
            concat_ws(
                ' ', page.availability, page.item -> 'price' ->> 'current_price',
                case when not staging_raw.parse_boolean(page.item ->> 'item_available') then 'unavailable' end
            )
        ) as status,
        page.price,
        staging_raw.parse_price(page.item -> 'price' -> 'before_price', p_decimal_sign) as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        (page.ranks).bsr,
        (page.ranks).bsr_category,
        (page.ranks).bsr_main,
        (page.ranks).bsr_data,
        page.rating,
        staging_raw.parse_count(page.item -> 'reviews' ->> 'total_reviews') as reviews_count,
        coalesce(
            staging_raw.parse_availability(page.availability),
            staging_raw.parse_boolean(page.item ->> 'item_available')
        ) as in_stock,
        page.availability,
        coalesce(
            staging_raw.parse_boolean(page.item ->> 'amazonPrime'),
            staging_raw.parse_boolean(page.item -> 'badges' ->> 'amazon_prime')
        ) as is_prime,
        null::bigint as offers_count,
        null::text as coupon,
        staging_raw.page_title(page.title) as title,
        coalesce(
            staging_raw.parse_brand(page.details ->> 'brand'),
            staging_raw.parse_brand(page.item ->> 'brand')
        ) as brand,
        staging_raw.parse_text(page.details ->> 'manufacturer') as manufacturer,
        staging_raw.parse_text(page.details ->> 'model_number') as model,
        staging_raw.parse_path(case
            when jsonb_typeof(page.item -> 'categories' -> 0) = 'object'
                then jsonb_path_query_array(page.item -> 'categories', '$[*].category')
            else page.item -> 'categories'
        end) as category_path,
        coalesce(
            staging_raw.parse_text(page.item ->> 'main_image'),
            staging_raw.parse_text(page.item ->> 'thumbnail')
        ) as image_url,
        null::text as parent_asin,
        staging_raw.parse_bullets(page.item -> 'feature_bullets') as bullets,
        staging_raw.parse_attributes(page.details) as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        coalesce(
            staging_raw.parse_text(coalesce(page.item -> 'price' ->> 'currency', page.item -> 'price' ->> 'symbol')),
            staging_raw.parse_currency(page.item -> 'price' -> 'current_price')
        ) as currency,
        null::numeric as used_price,
        true as speaks_of_offers
    from (
        select
            listed.element_no,
            listed.answered_at,
            listed.item,
            listed.item -> 'product_information' as details,
            staging_raw.parse_text(listed.item ->> 'title') as title,
            staging_raw.parse_price(listed.item -> 'price' -> 'current_price', p_decimal_sign) as price,
            staging_raw.parse_rating(listed.item -> 'reviews' ->> 'rating') as rating,
            staging_raw.parse_text(listed.item ->> 'availability') as availability,
            staging_raw.summarize_ranks(
                coalesce(listed.item -> 'bestsellers_rank', listed.item -> 'product_information' -> 'bestsellers_rank'),
                listed.item ->> 'bestsellers_rank'
            ) as ranks
        from (
            select
                case when unpacked.item ? 'result' then element.place::integer end as element_no,
                staging_raw.item_instant(unpacked.item) as answered_at,
                element.item
            from (select p_payload || '{}' as item offset 0) as unpacked
            cross join lateral jsonb_array_elements(case
                when not unpacked.item ? 'result' then jsonb_build_array(unpacked.item)
                when jsonb_typeof(unpacked.item -> 'result') = 'array' then unpacked.item -> 'result'
                else '[]'
            end) with ordinality as element (item, place)
            offset 0
        ) as listed
        offset 0
    ) as page
    offset 0;
$$;
comment on function staging_raw.from_buddy_product(jsonb, text) is 'Standard rows of items of the amazon-buddy family.';
