-- The project's own plain form, for users with their own source: the columns of staging_raw.observation as keys, all
-- optional except the ASIN. A status that contradicts the price is ignored; a failed status removes the values. The
-- price of an offer in used condition becomes used_price only. An item that is out of stock has no price, see
-- adapt_statement. An item without a price takes that of its buy box. Fenced with "offset 0" as in
-- from_junglee_product.
create or replace function staging_raw.from_observation(
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
        nullif(
            upper(staging_raw.parse_text(seen.item ->> 'requested_asin')),
            staging_raw.parse_asin(seen.item -> 'asin', seen.item ->> 'url')
        ) as requested_asin,
        staging_raw.parse_text(seen.item ->> 'url') as url,
        staging_raw.item_instant(seen.item) as scraped_at,
        coalesce(
            staging_raw.parse_day(seen.item ->> 'observed_date'),
            staging_raw.parse_day(seen.item ->> 'date')
        ) as observed_date,
        case
            when seen.is_failed then seen.item ->> 'status'
            when not seen.speaks_of_offers then 'ok'
            when seen.price is null and seen.item ->> 'status' in ('no_offer', 'out_of_stock', 'price_hidden')
                then seen.item ->> 'status'
            when seen.price is not null and seen.said_stock is not false then 'ok'
            when seen.said_stock is false then 'out_of_stock'
            else staging_raw.offer_status(null, concat_ws(' ', seen.item ->> 'availability', seen.item ->> 'price'))
        end as status,
        seen.price,
        case when not seen.is_failed then staging_raw.parse_price(seen.item -> 'list_price', p_decimal_sign) end as list_price,
        case
            when seen.is_failed or seen.is_used then null
            when seen.item ? 'buybox_price' then staging_raw.parse_price(seen.item -> 'buybox_price', p_decimal_sign)
            when staging_raw.parse_text(seen.item ->> 'buybox_seller') is not null then seen.price
        end as buybox_price,
        case
            when not seen.is_failed and not seen.is_used then staging_raw.parse_text(seen.item ->> 'buybox_seller')
        end as buybox_seller,
        coalesce((seen.ranks).bsr, seen.rank) as bsr,
        coalesce(
            (seen.ranks).bsr_category,
            case when seen.rank is not null then staging_raw.parse_text(seen.item ->> 'bsr_category') end
        ) as bsr_category,
        coalesce(
            (seen.ranks).bsr_main,
            case when not seen.is_failed then staging_raw.parse_rank(seen.item ->> 'bsr_main') end
        ) as bsr_main,
        (seen.ranks).bsr_data,
        case when not seen.is_failed then staging_raw.parse_rating(seen.item ->> 'rating') end as rating,
        case when not seen.is_failed then staging_raw.parse_count(seen.item ->> 'reviews_count') end as reviews_count,
        case
            when not seen.is_failed then seen.said_stock
        end as in_stock,
        staging_raw.parse_text(seen.item ->> 'availability') as availability,
        staging_raw.parse_boolean(seen.item ->> 'is_prime') as is_prime,
        staging_raw.parse_count(seen.item ->> 'offers_count') as offers_count,
        staging_raw.parse_text(seen.item ->> 'coupon') as coupon,
        staging_raw.parse_text(seen.item ->> 'title') as title,
        staging_raw.plain_brand(seen.brand, (select staging_raw.phrase_patterns('brand_link'))) as brand,
        staging_raw.parse_text(seen.item ->> 'manufacturer') as manufacturer,
        staging_raw.parse_text(seen.item ->> 'model') as model,
        staging_raw.parse_path(seen.item -> 'category_path') as category_path,
        staging_raw.parse_text(seen.item ->> 'image_url') as image_url,
        upper(staging_raw.parse_text(seen.item ->> 'parent_asin')) as parent_asin,
        staging_raw.parse_bullets(seen.item -> 'bullets') as bullets,
        staging_raw.parse_attributes(seen.item -> 'attributes') as attributes,
        staging_raw.parse_text(seen.item ->> 'list_category') as list_category,
        staging_raw.parse_count(seen.item ->> 'list_rank') as list_rank,
        coalesce(
            staging_raw.parse_text(coalesce(seen.item ->> 'currency', seen.item -> 'price' ->> 'currency')),
            case when jsonb_typeof(seen.item -> 'list_price') in ('string', 'object')
                or jsonb_typeof(seen.item -> 'buybox_price') = 'string'
                then coalesce(
                    staging_raw.item_currency(seen.item),
                    staging_raw.parse_currency(seen.item -> 'buybox_price'), staging_raw.parse_currency(seen.item -> 'list_price')
                )
            end
        ) as currency,
        case
            when seen.is_used then coalesce(seen.any_price, staging_raw.parse_price(seen.item -> 'used_price', p_decimal_sign))
            when not seen.is_failed then staging_raw.parse_price(seen.item -> 'used_price', p_decimal_sign)
        end as used_price,
        seen.speaks_of_offers
    from (
        select
            judged.item,
            judged.is_failed,
            judged.is_used,
            judged.any_price,
            judged.speaks_of_offers,
            judged.said_stock,
            judged.brand,
            case when not judged.is_used then judged.any_price end as price,
            case when not judged.is_failed and jsonb_typeof(judged.item -> 'bsr') not in ('object', 'array')
                then staging_raw.parse_rank(judged.item ->> 'bsr')
            end as rank,
            case when not judged.is_failed
                and (judged.item ? 'bsr_data' or jsonb_typeof(judged.item -> 'bsr') in ('string', 'object', 'array'))
            then staging_raw.summarize_ranks(
                -- bsr may also be an object: {"Home & Kitchen": 1234, "Mugs": 5}.
                case
                    when jsonb_typeof(judged.item -> 'bsr') in ('object', 'array') then judged.item -> 'bsr'
                    else judged.item -> 'bsr_data'
                end,
                case when jsonb_typeof(judged.item -> 'bsr') = 'string' and judged.item ->> 'bsr' !~ '^[0-9]*$'
                    then judged.item ->> 'bsr'
                end
            ) end as ranks
        from (
            select
                offered.item,
                offered.is_failed,
                case when not offered.is_failed then staging_raw.parse_price(
                    case when offered.item ->> 'price' <> '' then offered.item -> 'price' else offered.item -> 'buybox_price' end,
                    p_decimal_sign
                ) end as any_price,
                not offered.is_failed and offered.is_used as is_used,
                staging_raw.parse_text(offered.item ->> 'brand') as brand,
                -- An item with only a rank or rating, or with a used offer, does not decide the offers of the day.
                not offered.is_used and offered.item ?| array[
                    'price', 'in_stock', 'availability', 'buybox_price', 'used_price', 'offers_count', 'status'
                ] as speaks_of_offers,
                case when offered.item ?| array['availability', 'in_stock', 'status', 'Status'] or length(offered.item ->> 'price') > 12
                    then coalesce(
                        staging_raw.parse_availability(offered.item ->> 'availability'),
                        staging_raw.parse_boolean(offered.item ->> 'in_stock'),
                        staging_raw.parse_availability(offered.item ->> 'in_stock'),
                        case when coalesce(offered.item ->> 'status', offered.item ->> 'Status')
                            not in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
                            then staging_raw.parse_availability(coalesce(offered.item ->> 'status', offered.item ->> 'Status'))
                        end,
                        -- A price text may contain the availability: "Out of stock $12.99".
                        case when length(offered.item ->> 'price') > 12
                            and staging_raw.parse_availability(offered.item ->> 'price') is false
                            then false
                        end
                    )
                end as said_stock
            from (
                select
                    unpacked.item,
                    coalesce(
                        unpacked.item ->> 'status' in ('redirected', 'delisted', 'blocked', 'parse_error'), false
                    ) as is_failed,
                    unpacked.item ?| array['condition', 'item_condition', 'is_used', 'is_new'] and (
                        staging_raw.is_used_condition(coalesce(unpacked.item ->> 'condition', unpacked.item ->> 'item_condition'))
                        or coalesce(staging_raw.parse_boolean(unpacked.item ->> 'is_used'), false)
                        or coalesce(not staging_raw.parse_boolean(unpacked.item ->> 'is_new'), false)
                    ) as is_used
                from (select p_payload || '{}' as item offset 0) as unpacked
                offset 0
            ) as offered
            offset 0
        ) as judged
        offset 0
    ) as seen
    offset 0;
$$;
comment on function staging_raw.from_observation(jsonb, text) is 'Standard row of an item in the project''s own plain form.';
