-- A best-seller list in one item: {slug, name, updatedAt, products: [...]}, one row per product. The slug identifies
-- the list, because the name is missing on some days. A position on a list is stored as list_rank, not as bsr: a
-- product may be on several lists on one day, and an observation has one rank. Fenced with "offset 0" as in
-- from_junglee_product.
create or replace function staging_raw.from_bestseller_list(
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
        staging_raw.parse_asin(entry.product -> 'asin', entry.url) as asin,
        null::text as requested_asin,
        entry.url,
        coalesce(
            staging_raw.item_instant(entry.product),
            entry.list_at,
            case when entry.list_day is null then staging_raw.parse_instant(entry.product -> 'updatedAt') end
        ) as scraped_at,
        coalesce(entry.list_day, staging_raw.parse_day(entry.product ->> 'updatedAt')) as observed_date,
        staging_raw.offer_status(entry.price, entry.product ->> 'price') as status,
        entry.price,
        null::numeric as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        null::bigint as bsr,
        null::text as bsr_category,
        null::bigint as bsr_main,
        null::jsonb as bsr_data,
        staging_raw.parse_rating(entry.product ->> 'rating') as rating,
        staging_raw.parse_count(entry.product ->> 'reviewCount') as reviews_count,
        null::boolean as in_stock,
        null::text as availability,
        null::boolean as is_prime,
        null::bigint as offers_count,
        null::text as coupon,
        staging_raw.parse_text(entry.product ->> 'title') as title,
        staging_raw.parse_brand(entry.product ->> 'brand') as brand,
        null::text as manufacturer,
        null::text as model,
        null::text as category_path,
        staging_raw.parse_text(entry.product ->> 'image') as image_url,
        null::text as parent_asin,
        null::jsonb as bullets,
        null::jsonb as attributes,
        entry.list_category,
        staging_raw.parse_count(entry.product ->> 'rank') as list_rank,
        coalesce(
            staging_raw.parse_text(entry.product ->> 'currency'), staging_raw.parse_currency(entry.product -> 'price')
        ) as currency,
        null::numeric as used_price,
        false as speaks_of_offers
    from (
        select
            element.place::integer as element_no,
            element.product,
            coalesce(element.product ->> 'url', element.product ->> 'affiliateUrl') as url,
            staging_raw.parse_price(element.product -> 'price', p_decimal_sign) as price,
            list.list_at,
            list.list_day,
            list.list_category
        from (
            select
                unpacked.item -> 'products' as products,
                coalesce(
                    staging_raw.item_instant(unpacked.item),
                    staging_raw.parse_instant(unpacked.item -> 'updatedAt')
                ) as list_at,
                coalesce(
                    staging_raw.parse_day(unpacked.item ->> 'snapshot_date'),
                    staging_raw.parse_day(unpacked.item ->> 'date'),
                    staging_raw.parse_day(unpacked.item ->> 'updatedAt')
                ) as list_day,
                coalesce(
                    staging_raw.parse_text(unpacked.item ->> 'slug'),
                    staging_raw.parse_text(unpacked.item ->> 'category'),
                    staging_raw.parse_text(unpacked.item ->> 'name')
                ) as list_category
            from (select p_payload || '{}' as item offset 0) as unpacked
            offset 0
        ) as list
        cross join lateral jsonb_array_elements(
            case when jsonb_typeof(list.products) = 'array' then list.products else '[]' end
        ) with ordinality as element (product, place)
        offset 0
    ) as entry
    offset 0;
$$;
comment on function staging_raw.from_bestseller_list(jsonb, text) is 'Standard rows of a best-seller list, one per product.';
