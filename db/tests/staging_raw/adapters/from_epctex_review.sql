begin;
set local search_path to extensions, public;
select plan(6);

create temp table base on commit drop as
select '{
    "id": "R3DEMOREVIEW01",
    "type": "review",
    "productAsin": "B0DEMOZ420",
    "score": 4,
    "title": "Sizing is odd",
    "url": "https://www.amazon.com/gp/customer-reviews/R3DEMOREVIEW01/ref=cm_cr_arp_d_rvw_ttl?ie=UTF8&ASIN=B0DEMOZ421",
    "helpfulCount": "",
    "dateAndLocation": "Reviewed in the United States on November 26, 2023",
    "description": "Medium fits a large dog.",
    "isVerified": true,
    "specs": {"Size": "L", "Color": "Brown"},
    "images": []
}'::jsonb as item;
create function pg_temp.read(p_change jsonb default '{}') returns jsonb language sql stable as $$
    select jsonb_strip_nulls(to_jsonb(o)) from base cross join lateral staging_raw.from_epctex_review(base.item || p_change) as o;
$$;

select is(
    pg_temp.read() - 'url',
    '{
        "review_id": "R3DEMOREVIEW01", "asin": "B0DEMOZ420", "variant_asin": "B0DEMOZ421", "rating": "4", "title": "Sizing is odd",
        "text": "Medium fits a large dog.", "verified": "true", "place": "Reviewed in the United States on November 26, 2023",
        "variant": "Color: Brown, Size: L", "image_count": 0
    }'::jsonb,
    'an item gives its review'
);
select is(pg_temp.read() -> 'url', (select b.item -> 'url' from base as b), 'its address has the shop');
select is(pg_temp.read('{"productAsin": null}') ->> 'asin', 'B0DEMOZ421', 'without a product the address says it');
select is(pg_temp.read('{"productAsin": null}') -> 'variant_asin', null, 'and then no variant');
select is(pg_temp.read('{"specs": {}, "images": null}') ?| array['variant', 'image_count'], false, 'what is not stated is null');
select is((select count(f.review_id) from staging_raw.from_epctex_review('{}') as f), 0::bigint, 'an item without anything has no id');

select * from finish();
rollback;
