-- A row of a rank log: timestamp_utc, asin, category, rank, error. The log has ranks but no offers, so a row with a
-- rank is ok, not no_offer; an empty row is parse_error. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_rank_log(
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
        -- The UTC day, as in the price log of the same tracker's run.
        case when seen.item ? 'timestamp_utc' then (staging_raw.item_instant(seen.item) at time zone 'UTC')::date end as observed_date,
        case
            when seen.error is not null then staging_raw.failure_status(seen.error)
            when seen.rank is null then 'parse_error'
            else 'ok'
        end as status,
        null::numeric as price,
        null::numeric as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        case when seen.error is null then seen.rank end as bsr,
        case when seen.error is null and seen.rank is not null then seen.category end as bsr_category,
        case when seen.error is null then seen.rank end as bsr_main,
        case
            when seen.error is null and seen.rank is not null
                then jsonb_build_array(jsonb_build_object('rank', seen.rank, 'category', seen.category))
        end as bsr_data,
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
        false as speaks_of_offers
    from (
        select
            unpacked.item,
            staging_raw.parse_text(unpacked.item ->> 'error') as error,
            staging_raw.parse_text(unpacked.item ->> 'category') as category,
            staging_raw.parse_rank(unpacked.item ->> 'rank') as rank
        from (select p_payload || '{}' as item offset 0) as unpacked
        offset 0
    ) as seen
    offset 0;
$$;
comment on function staging_raw.from_rank_log(jsonb, text) is 'Standard row of a rank log row.';
