-- A row of a cleaned product sheet: asin, title, brand, price, rating, review_count, category_path, url. The author's
-- own scores and groups stay in the raw item. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_product_sheet(
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
        staging_raw.parse_asin(seen.item -> 'asin', seen.item ->> 'url') as asin,
        null::text as requested_asin,
        seen.item ->> 'url' as url,
        staging_raw.item_instant(seen.item) as scraped_at,
        staging_raw.parse_day(seen.item ->> 'date') as observed_date,
        staging_raw.offer_status(seen.price, concat_ws(' ', seen.item ->> 'availability', seen.item ->> 'price')) as status,
        seen.price,
        staging_raw.parse_price(seen.item -> 'list_price', p_decimal_sign) as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        null::bigint as bsr,
        null::text as bsr_category,
        null::bigint as bsr_main,
        null::jsonb as bsr_data,
        staging_raw.parse_rating(seen.item ->> 'rating') as rating,
        staging_raw.parse_count(seen.item ->> 'review_count') as reviews_count,
        staging_raw.parse_availability(seen.item ->> 'availability') as in_stock,
        staging_raw.parse_text(seen.item ->> 'availability') as availability,
        null::boolean as is_prime,
        null::bigint as offers_count,
        null::text as coupon,
        staging_raw.parse_text(seen.item ->> 'title') as title,
        staging_raw.parse_brand(seen.item ->> 'brand') as brand,
        null::text as manufacturer,
        null::text as model,
        staging_raw.parse_path(seen.item -> 'category_path') as category_path,
        staging_raw.parse_text(seen.item ->> 'image_url') as image_url,
        null::text as parent_asin,
        null::jsonb as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        staging_raw.parse_text(seen.item ->> 'currency') as currency,
        case when seen.is_used then seen.any_price end as used_price,
        true as speaks_of_offers
    from (
        select
            offered.item,
            offered.any_price,
            offered.is_used,
            case when not offered.is_used then offered.any_price end as price
        from (
            select
                unpacked.item,
                staging_raw.parse_price(unpacked.item -> 'price', p_decimal_sign) as any_price,
                staging_raw.is_used_condition(coalesce(unpacked.item ->> 'condition', unpacked.item ->> 'item_condition')) as is_used
            from (select p_payload || '{}' as item offset 0) as unpacked
            offset 0
        ) as offered
        offset 0
    ) as seen
    offset 0;
$$;
comment on function staging_raw.from_product_sheet(jsonb, text) is 'Standard row of a cleaned product sheet row.';
