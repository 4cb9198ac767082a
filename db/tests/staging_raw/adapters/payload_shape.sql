begin;
set local search_path to extensions, public;
select plan(62);

select is(staging_raw.payload_shape(t.payload::jsonb), t.expected, t.description)
from (values
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "", "url": "/dp/x"}', 'junglee_product', 'an overview item is junglee'),
    ('{"asin": "B0DEMOZ001", "thumbnailImage": "x"}', 'junglee_product', 'also from a CSV, where empty breadcrumbs are missing'),
    ('{"asin": "B0DEMOZ001", "bestsellerPageData": {"categoryName": "x"}}', 'junglee_bestseller', 'a best-seller item is recognized by its page data'),
    (
        '{"asin": "B0DEMOZ001", "bestsellerPageData": {}, "breadCrumbs": "x"}', 'junglee_bestseller',
        'also when it has breadcrumbs'
    ),
    ('{"statusCode": 200, "statusMessage": "FOUND", "asin": "B0DEMOZ001"}', 'axesso_product', 'axesso items have a status message'),
    ('{"statusCode": 404, "statusMessage": "NOT_FOUND"}', 'failed_fetch', 'axesso items of missing pages are failed fetches'),
    ('{"statusCode": 200, "statusMessage": "FOUND", "reviewId": "R1"}', null, 'an axesso review has no shape'),
    ('{"type": "product", "url": "/dp/B0DEMOZ001"}', 'epctex_product', 'epctex items have the type product'),
    ('{"url": "/dp/B0DEMOZ001", "featureBullets": []}', 'epctex_product', 'or bullets under their own key'),
    ('{"type": "review", "url": "/dp/B0DEMOZ001"}', null, 'an epctex review has no shape'),
    ('{"slug": "beauty", "products": []}', 'bestseller_list', 'a list has products'),
    ('{"snapshot_date": "2026-03-09", "products": []}', 'bestseller_list', 'a list has a slug or a day'),
    ('{"products": []}', null, 'products alone have no shape'),
    ('{"tokensLeft": 295, "products": []}', 'keepa_product', 'a Keepa response has a count of tokens'),
    ('{"tokensLeft": 295, "deals": {"dr": []}}', 'keepa_deals', 'deals are Keepa deals'),
    ('{"asin": "B0DEMOZ001", "stats": {"current": []}}', 'keepa_product', 'one product with stats is a Keepa product'),
    ('{"asin": "B0DEMOZ001", "csv": [[8355600, 19900]]}', 'keepa_product', 'one product with its series is a Keepa product'),
    ('{"products": [{"asin": "B0DEMOZ001", "csv": null}]}', 'keepa_product', 'the products of a response alone are Keepa products'),
    ('{"asin": "B0DEMOZ001", "csv": null, "stats": null}', 'keepa_product', 'also without requested fields'),
    ('{"asin": "B0DEMOZ001", "current_price": 5}', 'price_observation', 'a current price is a price observation'),
    ('{"timestamp_utc": "2026-07-23T12:44:59Z", "asin": "B0DEMOZ001"}', 'rank_log', 'a row of a rank log may have neither rank nor error'),
    (
        '{"timestamp_utc": "2026-07-23T12:44:59Z", "asin": "B0DEMOZ001", "error": "CAPTCHA"}', 'rank_log',
        'its errors belong to its own shape'
    ),
    ('{"date": "2026-08-18", "asin": "B0DEMOZ001", "available": "false"}', 'price_log', 'a price log may lack a price'),
    ('{"url": "/dp/B0DEMOZ001", "error": "CAPTCHA"}', 'failed_fetch', 'an error makes a failed fetch'),
    ('{"#error": true, "#debug": {}}', 'failed_fetch', 'also under the crawler''s key'),
    ('{"url": "/dp/B0DEMOZ001", "errorInfo": {"message": "x"}}', 'failed_fetch', 'or under errorInfo'),
    ('{"asin": "B0DEMOZ001", "price": 5, "error": null}', 'observation', 'a null error is no error'),
    ('{"asin": "B0DEMOZ001", "scraped_at": "2026-01-01T00:00:00Z"}', 'observation', 'the plain form needs an ASIN and one more field'),
    ('{"url": "/dp/B0DEMOZ001", "bsr": 5}', 'observation', 'or a url instead of the ASIN'),
    ('{"asin": "B0DEMOZ001", "review_count": 7, "price": 5}', 'product_sheet', 'a product sheet has review_count'),
    ('{"asin": "B0DEMOZ001", "title": "x", "category_path": "A > B"}', 'product_sheet', 'also when it is blank'),
    ('{"weather": "sunny", "temperature": 21}', null, 'anything else has no shape'),
    ('{"reviewTitle": "x", "productAsin": "B0DEMOZ001", "ratingScore": 4}', null, 'a review has no shape'),
    ('{"asin": "B0DEMOZ001", "final_price": 5, "reviews_count": 3}', 'brightdata_product', 'a final price with other figures is Bright Data'),
    ('{"asin": "B0DEMOZ001", "initial_price": null, "final_price": null, "availability": "In Stock"}', 'brightdata_product', 'also when it is null'),
    ('{"asin": "B0DEMOZ001", "final_price": 5}', 'named_columns', 'a final price alone is a column name'),
    ('{"asin": "B0DEMOZ001", "price": {"current_price": 5}}', 'buddy_product', 'a current price inside the price is amazon-buddy'),
    ('{"totalProducts": 1, "result": [{"asin": "B0DEMOZ001", "price": {"current_price": 5}}]}', 'buddy_product', 'also in its answer'),
    ('{"asin": "B0DEMOZ001", "thumbnailImage": "x", "sellers": [{"price": "$5"}]}', 'seller_offers', 'offers under sellers are seller_offers'),
    ('{"ASIN": "B0DEMOZ001", "Price": "5"}', 'named_columns', 'other names are looked up'),
    ('{"asin": "B0DEMOZ001", "scraped_at": "2026-01-01T00:00:00Z", "Preis": "5,00"}', 'named_columns', 'also in addition to ours'),
    ('{"asin": "B0DEMOZ001", "scraped_at": "2026-01-01T00:00:00Z", "kostenpunkt_preis": "5,00"}', null, 'an unread price makes the shape unknown'),
    ('{"asin": "B0DEMOZ001", "bsr": 5, "pricing": {"now": 5}}', null, 'also when it is nested'),
    ('{"asin": "B0DEMOZ001", "review_count": 7, "offers": [{"price": 5}]}', null, 'or in an offer'),
    ('{"asin": "B0DEMOZ001", "thumbnailImage": "x", "priceNow": "5"}', 'named_columns', 'also in a junglee item without its price'),
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "x", "amount": 5}', null, 'in every view of it'),
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "x", "listPrice": {"value": 5}}', 'junglee_product', 'but an item out of stock may have only a list price'),
    ('{"date": "2026-08-18", "asin": "B0DEMOZ001", "available": "true", "Preis": "5"}', 'named_columns', 'also in a price log'),
    ('{"asin": "B0DEMOZ001", "bsr": 5, "was_price": 9}', 'named_columns', 'a previous price is no offer'),
    ('{"asin": "B0DEMOZ001", "price": {"current": 5, "was": 9}}', 'named_columns', 'the parts of a price are looked up too'),
    ('{"asin": "B0DEMOZ001", "price": {"kostenpunkt": 5}}', null, 'a price with unread parts makes the shape unknown'),
    ('{"asin": "B0DEMOZ001", "price": ["$5"], "bsr": 5}', null, 'a list of prices makes the shape unknown'),
    ('{"asin": "B0DEMOZ001", "price": null, "currentPrice": 5, "bsr": 5}', 'named_columns', 'an empty price does not hide another'),
    ('{"asin": "B0DEMOZ001", "price": "", "buybox": {"price": 5}, "bsr": 5}', null, 'nor a nested one'),
    ('{"reviewTitle": "x", "asin": "B0DEMOZ001", "rating": 4}', null, 'a review still has no shape'),
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "x", "status": "failed"}', 'failed_fetch', 'a status of failure precedes any shape'),
    ('{"asin": "B0DEMOZ001", "status": "error", "price": null}', 'failed_fetch', 'also that of the plain form'),
    ('{"asin": "B0DEMOZ001", "status": "no_offer"}', 'observation', 'but not the plain form''s own statuses'),
    ('{"asin": "B0DEMOZ001", "price": null, "scraped_at": "x", "title": "Robot Check"}', 'failed_fetch', 'the title of a CAPTCHA precedes any shape'),
    ('{"Suchabfrage": "tasse", "Berichtsdatum": "2025-01-11"}', 'search_query_sheet', 'an export without its metadata is known by the title of its query'),
    ('["asin", "price"]', null, 'an array has no shape'),
    ('{}', null, 'an empty object has no shape')
) as t (payload, expected, description);

select * from finish();
rollback;
