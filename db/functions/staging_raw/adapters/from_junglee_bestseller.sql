-- Items of junglee/amazon-bestsellers, JSON or flattened CSV (every value a text). The CSV has no rank, and none is
-- taken from the order of its rows, which may have been sorted. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_junglee_bestseller(
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
        staging_raw.offer_status(page.price, concat_ws(' ', page.availability, page.item ->> 'price')) as status,
        page.price,
        staging_raw.parse_price(page.item -> 'listPrice', p_decimal_sign) as list_price,
        case when page.seller is not null then page.price end as buybox_price,
        page.seller as buybox_seller,
        (page.ranks).bsr,
        (page.ranks).bsr_category,
        (page.ranks).bsr_main,
        (page.ranks).bsr_data,
        staging_raw.parse_rating(page.item ->> 'stars') as rating,
        staging_raw.parse_count(page.item ->> 'reviewsCount') as reviews_count,
        coalesce(
            staging_raw.parse_availability(page.availability),
            staging_raw.parse_boolean(page.item ->> 'inStock')
        ) as in_stock,
        page.availability,
        null::boolean as is_prime,
        staging_raw.parse_count(page.item ->> 'numberOfOffers') as offers_count,
        null::text as coupon,
        coalesce(staging_raw.parse_text(page.item ->> 'title'), staging_raw.parse_text(page.item ->> 'name')) as title,
        coalesce(
            staging_raw.parse_brand(page.item ->> 'brand'),
            staging_raw.parse_brand(page.attributes ->> 'Brand')
        ) as brand,
        page.attributes ->> 'Manufacturer' as manufacturer,
        coalesce(page.attributes ->> 'Item model number', page.attributes ->> 'Model Name') as model,
        staging_raw.parse_path(page.item -> 'breadCrumbs') as category_path,
        coalesce(
            staging_raw.parse_text(page.item ->> 'thumbnailImage'),
            staging_raw.parse_text(page.item ->> 'thumbnail')
        ) as image_url,
        null::text as parent_asin,
        staging_raw.parse_bullets(page.item -> 'features') as bullets,
        page.attributes,
        staging_raw.parse_text(page.item -> 'bestsellerPageData' ->> 'categoryName') as list_category,
        coalesce(
            staging_raw.parse_count(page.item -> 'bestsellerPageData' ->> 'rank'),
            staging_raw.parse_count(page.item -> 'bestsellerPageData' ->> 'position'),
            staging_raw.parse_count(page.item ->> 'position')
        ) as list_rank,
        staging_raw.parse_text(page.item -> 'price' ->> 'currency') as currency,
        null::numeric as used_price,
        true as speaks_of_offers
    from (
        select
            described.item,
            described.attributes,
            staging_raw.parse_price(described.item -> 'price', p_decimal_sign) as price,
            staging_raw.parse_text(described.item ->> 'inStockText') as availability,
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
                    coalesce(staging_raw.parse_attributes(unpacked.item -> 'productOverview'), '{}')
                        || coalesce(staging_raw.parse_attributes(unpacked.item -> 'attributes'), '{}'),
                    '{}'
                ) as attributes
            from (select p_payload || '{}' as item offset 0) as unpacked
            offset 0
        ) as described
        offset 0
    ) as page
    offset 0;
$$;
comment on function staging_raw.from_junglee_bestseller(jsonb, text) is 'Standard row of a junglee/amazon-bestsellers item.';
