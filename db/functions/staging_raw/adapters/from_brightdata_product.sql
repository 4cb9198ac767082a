-- Items of Bright Data's Amazon products dataset: final_price is the current price, initial_price the struck-through
-- one. The offer of the buy box is repeated in buybox_prices. Ranks: bs_rank in its category, root_bs_rank in the root
-- category, and all of them in subcategory_rank. A used offer occurs only in other_sellers_prices, which is not read.
-- Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_brightdata_product(
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
        coalesce(page.item ->> 'url', page.item ->> 'domain') as url,
        staging_raw.item_instant(page.item) as scraped_at,
        coalesce(
            staging_raw.parse_day(page.item ->> 'timestamp'),
            staging_raw.parse_day(page.item ->> 'date')
        ) as observed_date,
        staging_raw.page_status(
            page.price, page.rating, (page.ranks).bsr, page.title,
            concat_ws(
                ' ', page.availability, page.item ->> 'final_price',
                case when not staging_raw.parse_boolean(page.item ->> 'is_available') then 'unavailable' end
            )
        ) as status,
        page.price,
        staging_raw.parse_price(page.item -> 'initial_price', p_decimal_sign) as list_price,
        case
            when page.seller is not null then coalesce(
                staging_raw.parse_price(page.item -> 'buybox_prices' -> 'final_price', p_decimal_sign),
                page.price
            )
        end as buybox_price,
        page.seller as buybox_seller,
        (page.ranks).bsr,
        (page.ranks).bsr_category,
        coalesce(page.root_rank, (page.ranks).bsr_main) as bsr_main,
        (page.ranks).bsr_data,
        page.rating,
        staging_raw.parse_count(page.item ->> 'reviews_count') as reviews_count,
        coalesce(
            staging_raw.parse_availability(page.availability),
            staging_raw.parse_boolean(page.item ->> 'is_available')
        ) as in_stock,
        page.availability,
        null::boolean as is_prime,
        staging_raw.parse_count(page.item ->> 'number_of_sellers') as offers_count,
        staging_raw.parse_text(page.item ->> 'coupon') as coupon,
        staging_raw.plain_title(page.title, (select staging_raw.first_words('title'))) as title,
        staging_raw.plain_brand(page.item ->> 'brand', (select staging_raw.phrase_patterns('brand_link'))) as brand,
        staging_raw.parse_text(page.item ->> 'manufacturer') as manufacturer,
        staging_raw.parse_text(page.item ->> 'model_number') as model,
        staging_raw.parse_path(page.item -> 'categories') as category_path,
        coalesce(
            staging_raw.parse_text(page.item ->> 'image_url'),
            staging_raw.parse_text(page.item -> 'images' ->> 0)
        ) as image_url,
        upper(staging_raw.parse_text(page.item ->> 'parent_asin')) as parent_asin,
        staging_raw.parse_bullets(page.item -> 'features') as bullets,
        staging_raw.parse_attributes(page.item -> 'product_details') as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        coalesce(
            staging_raw.parse_text(page.item ->> 'currency'), staging_raw.parse_currency(page.item -> 'final_price'),
            staging_raw.parse_currency(page.item -> 'initial_price')
        ) as currency,
        case when page.is_used then page.any_price end as used_price,
        not page.is_used as speaks_of_offers
    from (
        select offered.*, case when not offered.is_used then offered.any_price end as price
        from (
            select
                described.item,
                described.root_rank,
                staging_raw.parse_text(described.item ->> 'title') as title,
                staging_raw.parse_price(
                    case
                        when jsonb_typeof(described.item -> 'final_price') = 'string' and described.item ->> 'final_price' <> ''
                            then to_jsonb(btrim(described.item ->> 'final_price', '"'))
                        when described.item ->> 'final_price' <> '' then described.item -> 'final_price'
                        else described.item -> 'buybox_prices' -> 'final_price'
                    end,
                    p_decimal_sign
                ) as any_price,
                staging_raw.is_used_condition(described.item ->> 'condition') as is_used,
                staging_raw.parse_rating(described.item ->> 'rating') as rating,
                staging_raw.parse_text(described.item ->> 'availability') as availability,
                coalesce(
                    staging_raw.parse_text(described.item ->> 'buybox_seller_id'),
                    staging_raw.parse_text(described.item ->> 'seller_id'),
                    staging_raw.parse_text(described.item ->> 'buybox_seller'),
                    staging_raw.parse_text(described.item ->> 'seller_name')
                ) as seller,
                staging_raw.summarize_ranks(
                    case
                        when jsonb_typeof(described.item -> 'best_sellers_rank' -> 0) = 'object' then described.item -> 'best_sellers_rank'
                        when described.root_rank is not null or described.rank is not null then
                            case
                                when described.root_rank is null then '[]'
                                else jsonb_build_array(jsonb_build_object(
                                    'rank', described.root_rank, 'category', described.item -> 'root_bs_category'
                                ))
                            end
                            || case
                                when described.rank is null or described.rank = described.root_rank then '[]'
                                else jsonb_build_array(jsonb_build_object(
                                    'rank', described.rank, 'category', described.item -> 'bs_category'
                                ))
                            end
                    end,
                    null
                ) as ranks
            from (
                select
                    unpacked.item,
                    staging_raw.parse_count(unpacked.item ->> 'root_bs_rank') as root_rank,
                    staging_raw.parse_count(unpacked.item ->> 'bs_rank') as rank
                from (select p_payload || '{}' as item offset 0) as unpacked
                offset 0
            ) as described
            offset 0
        ) as offered
        offset 0
    ) as page
    offset 0;
$$;
comment on function staging_raw.from_brightdata_product(jsonb, text) is 'Standard row of an item of Bright Data''s Amazon products dataset.';
