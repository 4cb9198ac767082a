begin;
set local search_path to extensions, public;
select plan(9);

create temp table base on commit drop as
select '{
    "ratingScore": 2,
    "reviewTitle": "Leaks &amp; squeaks",
    "reviewId": "R1DEMOREVIEW01",
    "reviewUrl": "https://www.amazon.com/gp/customer-reviews/R1DEMOREVIEW01/ref=cm_cr_arp_d_rvw_ttl?ie=UTF8&ASIN=B0DEMOZ401",
    "reviewReaction": "27 people found this helpful",
    "reviewedIn": "Reviewed in Italy on February 2, 2024",
    "reviewDescription": "The lid leaks.",
    "isVerified": true,
    "variant": "",
    "reviewImages": ["i1", "i2"],
    "reviewCategoryUrl": "https://www.amazon.com/product-reviews/B0DEMOZ400?pageNumber=1",
    "date": "2024-02-02",
    "country": "Italy",
    "countryCode": null,
    "productAsin": "B0DEMOZ400"
}'::jsonb as item;
create function pg_temp.read(p_change jsonb default '{}') returns jsonb language sql stable as $$
    select jsonb_strip_nulls(to_jsonb(o)) from base cross join lateral staging_raw.from_junglee_review(base.item || p_change) as o;
$$;

select is(
    pg_temp.read(),
    '{
        "review_id": "R1DEMOREVIEW01", "asin": "B0DEMOZ400", "variant_asin": "B0DEMOZ401", "rating": "2", "title": "Leaks & squeaks",
        "url": "https://www.amazon.com/product-reviews/B0DEMOZ400?pageNumber=1", "text": "The lid leaks.", "verified": "true",
        "place": "Reviewed in Italy on February 2, 2024", "day": "2024-02-02", "country": "Italy", "helpful": "27 people found this helpful",
        "image_count": 2
    }'::jsonb,
    'an item gives its review'
);
select is(pg_temp.read('{"reviewUrl": null}') -> 'variant_asin', null, 'a review from another country has no address of its own');
select is(
    pg_temp.read('{"reviewUrl": "https://www.amazon.com/gp/customer-reviews/R1?ASIN=B0DEMOZ400"}') -> 'variant_asin', null,
    'the product itself is no variant'
);
select is(pg_temp.read('{"productAsin": null}') ->> 'asin', 'B0DEMOZ400', 'without a product the address of its page says it');
select is(
    pg_temp.read('{"reviewCategoryUrl": null}') ->> 'url', (select b.item ->> 'reviewUrl' from base as b), 'then its own address has the shop'
);
select is(
    (select string_agg(coalesce(pg_temp.read(t.change::jsonb) ->> 'country', '-'), ' ') from (values
        ('{"countryCode": "US"}'), ('{"country": null, "countryCode": "US"}'), ('{"country": null, "countryCode": "IT", "reviewedIn": ""}')
    ) as t (change)),
    'Italy - IT', 'a code is the country only where nothing else says it'
);
select is(pg_temp.read('{"reviewReaction": "", "reviewDescription": "", "reviewImages": null}') ?| array['helpful', 'text', 'image_count'], false, 'empty texts are null');
select is(pg_temp.read('{"reviewId": ""}') -> 'review_id', null, 'an empty id is none');
select results_eq(
    $$select count(*), count(f.review_id) from staging_raw.from_junglee_review('{}') as f$$, $$values (1::bigint, 0::bigint)$$,
    'an item without anything gives a row, which the checks reject'
);

select * from finish();
rollback;
