-- One price seen at an instant: {asin, current_price, checked_at, amazon_url}. The averages and minima beside it cover
-- a window that the source does not give; they stay in the raw item. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_price_observation(
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
        staging_raw.parse_asin(seen.item -> 'asin', seen.item ->> 'amazon_url') as asin,
        null::text as requested_asin,
        seen.item ->> 'amazon_url' as url,
        coalesce(
            staging_raw.item_instant(seen.item),
            staging_raw.parse_instant(seen.item -> 'last_checked_at'),
            staging_raw.parse_instant(seen.item -> 'snapshot_updated_at')
        ) as scraped_at,
        null::date as observed_date,
        staging_raw.offer_status(seen.price, seen.item ->> 'current_price') as status,
        seen.price,
        staging_raw.parse_price(seen.item -> 'list_price', p_decimal_sign) as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        null::bigint as bsr,
        null::text as bsr_category,
        null::bigint as bsr_main,
        null::jsonb as bsr_data,
        null::numeric as rating,
        null::bigint as reviews_count,
        null::boolean as in_stock,
        null::text as availability,
        null::boolean as is_prime,
        null::bigint as offers_count,
        null::text as coupon,
        staging_raw.parse_text(seen.item ->> 'title') as title,
        staging_raw.parse_brand(seen.item ->> 'brand') as brand,
        null::text as manufacturer,
        null::text as model,
        null::text as category_path,
        staging_raw.parse_text(seen.item ->> 'image') as image_url,
        null::text as parent_asin,
        null::jsonb as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        coalesce(
            staging_raw.parse_text(seen.item ->> 'currency'), staging_raw.parse_currency(seen.item -> 'current_price')
        ) as currency,
        case when seen.is_used then seen.any_price end as used_price,
        not seen.is_used as speaks_of_offers
    from (
        select
            offered.item,
            offered.any_price,
            offered.is_used,
            case when not offered.is_used then offered.any_price end as price
        from (
            select
                unpacked.item,
                staging_raw.parse_price(unpacked.item -> 'current_price', p_decimal_sign) as any_price,
                staging_raw.is_used_condition(coalesce(unpacked.item ->> 'condition', unpacked.item ->> 'item_condition')) as is_used
            from (select p_payload || '{}' as item offset 0) as unpacked
            offset 0
        ) as offered
        offset 0
    ) as seen
    offset 0;
$$;
comment on function staging_raw.from_price_observation(jsonb, text) is 'Standard row of a price observation.';
