-- Items of junglee/amazon-reviews-scraper. The address of a review from another country is null; that of the page it was found on has
-- the shop too. country is that of the reviewer, not the shop; countryCode, which the samples leave empty, counts only without a line that
-- says where the review was written.
create or replace function staging_raw.from_junglee_review(p_payload jsonb)
returns setof staging_raw.review_row
language sql
stable
parallel safe
as $$
    select
        staging_raw.parse_text(p_payload ->> 'reviewId') as review_id,
        page.asin,
        nullif(staging_raw.asin_from_url(p_payload ->> 'reviewUrl'), page.asin) as variant_asin,
        page.url,
        null::text as shop,
        staging_raw.parse_instant(p_payload -> 'scrapedAt') as scraped_at,
        staging_raw.parse_text(p_payload ->> 'ratingScore') as rating,
        staging_raw.parse_text(p_payload ->> 'reviewTitle') as title,
        staging_raw.parse_text(p_payload ->> 'reviewDescription') as text,
        staging_raw.parse_text(p_payload ->> 'isVerified') as verified,
        staging_raw.parse_text(p_payload ->> 'reviewedIn') as place,
        staging_raw.parse_text(p_payload ->> 'date') as day,
        coalesce(
            staging_raw.parse_text(p_payload ->> 'country'),
            case when staging_raw.parse_text(p_payload ->> 'reviewedIn') is null then staging_raw.parse_text(p_payload ->> 'countryCode') end
        ) as country,
        staging_raw.parse_text(p_payload ->> 'variant') as variant,
        staging_raw.parse_text(p_payload ->> 'reviewReaction') as helpful,
        case jsonb_typeof(p_payload -> 'reviewImages') when 'array' then jsonb_array_length(p_payload -> 'reviewImages') end as image_count
    from (
        select u.url, staging_raw.parse_asin(coalesce(p_payload -> 'productAsin', p_payload -> 'asin'), u.url) as asin
        from (
            select coalesce(
                staging_raw.parse_text(p_payload ->> 'reviewCategoryUrl'), staging_raw.parse_text(p_payload ->> 'reviewUrl'),
                staging_raw.item_url(p_payload)
            ) as url
            offset 0
        ) as u
        offset 0
    ) as page;
$$;
comment on function staging_raw.from_junglee_review(jsonb) is 'Standard row of a review of junglee/amazon-reviews-scraper.';
