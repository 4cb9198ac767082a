-- An item that reports a failed fetch: gives the requested product and the status, never a value. Fenced with "offset
-- 0" as in from_junglee_product.
create or replace function staging_raw.from_failed_fetch(
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
        staging_raw.parse_asin(coalesce(failed.item -> 'asin', failed.item -> 'originalAsin'), failed.url) as asin,
        null::text as requested_asin,
        failed.url,
        staging_raw.item_instant(failed.item) as scraped_at,
        coalesce(
            staging_raw.parse_day(failed.item ->> 'observed_date'),
            staging_raw.parse_day(failed.item ->> 'date')
        ) as observed_date,
        coalesce(staging_raw.item_failure(failed.item), 'parse_error') as status,
        null::numeric as price,
        null::numeric as list_price,
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
        null::text as title,
        null::text as brand,
        null::text as manufacturer,
        null::text as model,
        null::text as category_path,
        null::text as image_url,
        null::text as parent_asin,
        null::jsonb as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        null::text as currency,
        null::numeric as used_price,
        true as speaks_of_offers
    from (
        select
            unpacked.item,
            coalesce(
                unpacked.item ->> 'url',
                unpacked.item ->> 'loadedUrl',
                unpacked.item -> 'request' ->> 'url',
                unpacked.item -> '#debug' ->> 'url',
                unpacked.item -> 'errorInfo' ->> 'url',
                unpacked.item -> 'input' ->> 'url',
                unpacked.item ->> 'input'
            ) as url
        from (select p_payload || '{}' as item offset 0) as unpacked
        offset 0
    ) as failed
    offset 0;
$$;
comment on function staging_raw.from_failed_fetch(jsonb, text) is 'Standard row of a fetch that failed: its status and nothing else.';
