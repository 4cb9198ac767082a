-- Items of axesso_data/amazon-reviews-scraper: asin is the product that was asked for, variationId the one that was reviewed. Each item
-- repeats totals of the product (countRatings, countReviews, productRating, reviewSummary): they are not read, for they have no price
-- beside them, and an observation of a product without one would say that it had none.
create or replace function staging_raw.from_axesso_review(p_payload jsonb)
returns setof staging_raw.review_row
language sql
stable
parallel safe
as $$
    select
        staging_raw.parse_text(p_payload ->> 'reviewId') as review_id,
        page.asin,
        nullif(staging_raw.parse_asin(p_payload -> 'variationId', null), page.asin) as variant_asin,
        page.url,
        staging_raw.parse_text(p_payload ->> 'domainCode') as shop,
        staging_raw.parse_instant(p_payload -> 'scrapedAt') as scraped_at,
        staging_raw.parse_text(p_payload ->> 'rating') as rating,
        staging_raw.parse_text(p_payload ->> 'title') as title,
        staging_raw.parse_text(p_payload ->> 'text') as text,
        staging_raw.parse_text(p_payload ->> 'verified') as verified,
        staging_raw.parse_text(p_payload ->> 'date') as place,
        null::text as day,
        null::text as country,
        case jsonb_typeof(p_payload -> 'variationList') when 'array' then nullif(array_to_string(array(
            select v.text from jsonb_array_elements_text(p_payload -> 'variationList') with ordinality as v (text, place) order by v.place
        ), ', '), '') end as variant,
        staging_raw.parse_text(p_payload ->> 'numberOfHelpful') as helpful,
        case jsonb_typeof(p_payload -> 'imageUrlList') when 'array' then jsonb_array_length(p_payload -> 'imageUrlList') end as image_count
    from (
        select u.url, staging_raw.parse_asin(p_payload -> 'asin', u.url) as asin
        from (select staging_raw.item_url(p_payload) as url offset 0) as u
        offset 0
    ) as page;
$$;
comment on function staging_raw.from_axesso_review(jsonb) is 'Standard row of a review of axesso_data/amazon-reviews-scraper.';
