-- A product with its offers in sellers, each with a price and a condition: the price is the lowest new one, the used
-- price the lowest of the others. The item does not show which offer has the buy box. Other values of the page are in
-- itemDetail. Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_seller_offers(
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
        staging_raw.parse_asin(page.item -> 'asin', page.url) as asin,
        null::text as requested_asin,
        page.url,
        staging_raw.item_instant(page.item) as scraped_at,
        null::date as observed_date,
        staging_raw.page_status(page.price, page.rating, null, page.title, page.availability) as status,
        page.price,
        null::numeric as list_price,
        null::numeric as buybox_price,
        null::text as buybox_seller,
        null::bigint as bsr,
        null::text as bsr_category,
        null::bigint as bsr_main,
        null::jsonb as bsr_data,
        page.rating,
        staging_raw.parse_count(coalesce(
            page.item -> 'itemDetail' ->> 'reviewsCount', page.item ->> 'reviewsCount'
        )) as reviews_count,
        coalesce(
            staging_raw.parse_availability(page.availability),
            staging_raw.parse_boolean(coalesce(page.item -> 'itemDetail' ->> 'InStock', page.item ->> 'inStock'))
        ) as in_stock,
        page.availability,
        null::boolean as is_prime,
        nullif(page.offers_count, 0) as offers_count,
        null::text as coupon,
        staging_raw.page_title(page.title) as title,
        staging_raw.parse_brand(coalesce(page.item -> 'itemDetail' ->> 'brand', page.item ->> 'brand')) as brand,
        null::text as manufacturer,
        null::text as model,
        staging_raw.parse_path(page.item -> 'breadCrumbs') as category_path,
        staging_raw.parse_text(page.item ->> 'thumbnailImage') as image_url,
        null::text as parent_asin,
        null::jsonb as bullets,
        null::jsonb as attributes,
        null::text as list_category,
        null::bigint as list_rank,
        coalesce(staging_raw.parse_text(page.item ->> 'currency'), page.said_currency) as currency,
        page.used_price,
        true as speaks_of_offers
    from (
        select
            listed.item,
            coalesce(listed.item ->> 'itemDetailUrl', listed.item ->> 'url') as url,
            staging_raw.parse_text(listed.item ->> 'title') as title,
            staging_raw.parse_rating(coalesce(
                listed.item -> 'itemDetail' ->> 'stars', listed.item ->> 'stars'
            )) as rating,
            staging_raw.parse_text(coalesce(
                listed.item -> 'itemDetail' ->> 'inStockText', listed.item ->> 'inStockText'
            )) as availability,
            offers.price,
            offers.used_price,
            offers.offers_count,
            offers.said_currency
        from (select p_payload || '{}' as item offset 0) as listed
        cross join lateral (
            select
                min(o.price) filter (where not o.is_used) as price,
                min(o.price) filter (where o.is_used) as used_price,
                count(*) as offers_count,
                max(o.said_currency) as said_currency
            from (
                select
                    staging_raw.parse_price(
                        case when e.offer ->> 'priceParsed' <> '' then e.offer -> 'priceParsed' else e.offer -> 'price' end,
                        p_decimal_sign
                    ) as price,
                    staging_raw.parse_currency(e.offer -> 'price') as said_currency,
                    staging_raw.is_used_condition(e.offer ->> 'condition') as is_used
                from jsonb_array_elements(case
                    when jsonb_typeof(listed.item -> 'sellers') = 'array' then listed.item -> 'sellers'
                    else '[]'
                end) as e (offer)
                offset 0
            ) as o
        ) as offers
        offset 0
    ) as page
    offset 0;
$$;
comment on function staging_raw.from_seller_offers(jsonb, text) is 'Standard row of a product whose offers are listed by seller.';
