begin;
set local search_path to extensions, public;
select plan(6);

create temp table base on commit drop as
select '{
    "statusCode": 200,
    "statusMessage": "FOUND",
    "asin": "B0DEMOZ410",
    "productTitle": "Bramble Buds",
    "countReviews": 845,
    "domainCode": "com",
    "countRatings": 12604,
    "productRating": "3.8 out of 5",
    "reviewSummary": {"fiveStar": {"percentage": 53}},
    "reviewId": "R2DEMOREVIEW01",
    "text": "One side is silent.",
    "date": "Reviewed in the United States on November 10, 2024",
    "rating": "1.0 out of 5 stars",
    "title": "Half a pair",
    "userName": "Reviewer 0001",
    "numberOfHelpful": 20,
    "variationId": "B0DEMOZ411",
    "imageUrlList": ["i1"],
    "variationList": ["Color: Black", "Size: L"],
    "locale": null,
    "verified": true,
    "vine": false,
    "videoUrlList": []
}'::jsonb as item;
create function pg_temp.read(p_change jsonb default '{}') returns jsonb language sql stable as $$
    select jsonb_strip_nulls(to_jsonb(o)) from base cross join lateral staging_raw.from_axesso_review(base.item || p_change) as o;
$$;

select is(
    pg_temp.read(),
    '{
        "review_id": "R2DEMOREVIEW01", "asin": "B0DEMOZ410", "variant_asin": "B0DEMOZ411", "shop": "com", "rating": "1.0 out of 5 stars",
        "title": "Half a pair", "text": "One side is silent.", "verified": "true", "place": "Reviewed in the United States on November 10, 2024",
        "variant": "Color: Black, Size: L", "helpful": "20", "image_count": 1
    }'::jsonb,
    'an item gives its review, without the name of the reviewer and the totals of the product'
);
select is(pg_temp.read('{"variationId": "B0DEMOZ410"}') -> 'variant_asin', null, 'the product itself is no variant');
select is(pg_temp.read('{"imageUrlList": null, "variationList": null, "variationId": null}') ?| array['image_count', 'variant', 'variant_asin'], false, 'what is null stays null');
select is(pg_temp.read('{"variationList": []}') -> 'variant', null, 'no words for a variant are null');
select is(pg_temp.read('{"asin": null, "url": "https://www.amazon.com/dp/B0DEMOZ412"}') ->> 'asin', 'B0DEMOZ412', 'an address says the product where the item does not');
select is((select count(f.review_id) from staging_raw.from_axesso_review('{}') as f), 0::bigint, 'an item without anything has no id');

select * from finish();
rollback;
