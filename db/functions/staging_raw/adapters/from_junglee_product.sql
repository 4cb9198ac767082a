-- Items of junglee/amazon-crawler and junglee/free-amazon-product-scraper, overview and full, 2023 to 2026.
-- One select without a SET clause, so that it inlines. Each "offset 0" stops the planner from copying an inner
-- expression to every place where it is used; "|| '{}'" decompresses the payload for the innermost row. Together they
-- read a large item once, not once per column.
create or replace function staging_raw.from_junglee_product(
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
        nullif(upper(staging_raw.parse_text(page.item ->> 'originalAsin')), page.asin) as requested_asin,
        page.item ->> 'url' as url,
        staging_raw.item_instant(page.item) as scraped_at,
        null::date as observed_date,
        staging_raw.page_status(
            page.price, page.rating, (page.ranks).bsr, page.title,
            concat_ws(' ', page.availability, page.item ->> 'price')
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
            staging_raw.parse_availability(page.availability),
            staging_raw.parse_boolean(page.item ->> 'inStock')
        ) as in_stock,
        page.availability,
        null::boolean as is_prime,
        null::bigint as offers_count,
        case when page.sale ~* U&'coupon|gutschein|cup[o\00F3]n|\30AF\30FC\30DD\30F3' then page.sale end as coupon,
        staging_raw.plain_title(page.title, (select staging_raw.first_words('title'))) as title,
        staging_raw.plain_brand(page.item ->> 'brand', (select staging_raw.phrase_patterns('brand_link'))) as brand,
        page.attributes ->> 'Manufacturer' as manufacturer,
        coalesce(
            page.attributes ->> 'Item model number',
            page.attributes ->> 'Model Number',
            page.attributes ->> 'Model Name'
        ) as model,
        staging_raw.parse_path(page.item -> 'breadCrumbs') as category_path,
        staging_raw.parse_text(page.item ->> 'thumbnailImage') as image_url,
        upper(staging_raw.parse_text(page.item ->> 'parentAsin')) as parent_asin,
        staging_raw.parse_bullets(page.item -> 'features') as bullets,
        page.attributes,
        null::text as list_category,
        null::bigint as list_rank,
        staging_raw.parse_text(page.item -> 'price' ->> 'currency') as currency,
        page.used_price,
        true as speaks_of_offers
    from (
        select
            described.item,
            described.attributes,
            staging_raw.parse_asin(described.item -> 'asin', described.item ->> 'url') as asin,
            staging_raw.parse_text(described.item ->> 'title') as title,
            case when not described.is_used then staging_raw.parse_price(described.item -> 'price', p_decimal_sign) end as price,
            case when described.is_used then staging_raw.parse_price(described.item -> 'price', p_decimal_sign) end as used_price,
            staging_raw.parse_rating(described.item ->> 'stars') as rating,
            staging_raw.parse_text(described.item ->> 'inStockText') as availability,
            coalesce(
                staging_raw.parse_text(described.item -> 'seller' ->> 'id'),
                staging_raw.parse_text(described.item -> 'seller' ->> 'name')
            ) as seller,
            coalesce(
                staging_raw.parse_text(described.item ->> 'saleSummary'),
                staging_raw.parse_text(described.item -> 'categoryPageData' ->> 'saleSummary')
            ) as sale,
            staging_raw.summarize_ranks(
                described.item -> 'bestsellerRanks',
                staging_raw.rank_text(described.attributes)
            ) as ranks
        from (
            select
                unpacked.item,
                staging_raw.is_used_condition(unpacked.item ->> 'condition') as is_used,
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
comment on function staging_raw.from_junglee_product(jsonb, text) is 'Standard row of a junglee/amazon-crawler product item.';
