-- Items of epctex/amazon-scraper with the type review. productAsin is the product, the address has the variant that was reviewed.
create or replace function staging_raw.from_epctex_review(p_payload jsonb)
returns setof staging_raw.review_row
language sql
stable
parallel safe
as $$
    select
        coalesce(staging_raw.parse_text(p_payload ->> 'id'), staging_raw.parse_text(p_payload ->> 'reviewId')) as review_id,
        page.asin,
        nullif(staging_raw.asin_from_url(page.url), page.asin) as variant_asin,
        page.url,
        null::text as shop,
        staging_raw.parse_instant(p_payload -> 'scrapedAt') as scraped_at,
        staging_raw.parse_text(p_payload ->> 'score') as rating,
        staging_raw.parse_text(p_payload ->> 'title') as title,
        staging_raw.parse_text(p_payload ->> 'description') as text,
        staging_raw.parse_text(p_payload ->> 'isVerified') as verified,
        staging_raw.parse_text(p_payload ->> 'dateAndLocation') as place,
        null::text as day,
        null::text as country,
        case jsonb_typeof(p_payload -> 'specs') when 'object' then nullif(array_to_string(array(
            select s.key || ': ' || s.value from jsonb_each_text(p_payload -> 'specs') as s where s.value is not null order by s.key
        ), ', '), '') end as variant,
        staging_raw.parse_text(p_payload ->> 'helpfulCount') as helpful,
        case jsonb_typeof(p_payload -> 'images') when 'array' then jsonb_array_length(p_payload -> 'images') end as image_count
    from (
        select u.url, staging_raw.parse_asin(p_payload -> 'productAsin', u.url) as asin
        from (select staging_raw.item_url(p_payload) as url offset 0) as u
        offset 0
    ) as page;
$$;
comment on function staging_raw.from_epctex_review(jsonb) is 'Standard row of a review of epctex/amazon-scraper.';
