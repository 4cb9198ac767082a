begin;
set local search_path to extensions, public;
select plan(61);

select is(staging_raw.payload_shape(t.payload::jsonb), t.expected, t.description)
from (values
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "", "url": "/dp/x"}', 'junglee_product', 'an overview item is junglee'),
    ('{"asin": "B0DEMOZ001", "thumbnailImage": "x"}', 'junglee_product', 'also from a CSV, where empty breadcrumbs are missing'),
    ('{"asin": "B0DEMOZ001", "bestsellerPageData": {"categoryName": "x"}}', 'junglee_bestseller', 'a best-seller item is told by its page'),
    (
        '{"asin": "B0DEMOZ001", "bestsellerPageData": {}, "breadCrumbs": "x"}', 'junglee_bestseller',
        'also where it has breadcrumbs'
    ),
    ('{"statusCode": 200, "statusMessage": "FOUND", "asin": "B0DEMOZ001"}', 'axesso_product', 'axesso items carry a status'),
    ('{"statusCode": 404, "statusMessage": "NOT_FOUND"}', 'failed_fetch', 'those of missing pages are failed fetches'),
    ('{"statusCode": 200, "statusMessage": "FOUND", "reviewId": "R1"}', null, 'an axesso review is no product'),
    ('{"type": "product", "url": "/dp/B0DEMOZ001"}', 'epctex_product', 'epctex items say that they are products'),
    ('{"url": "/dp/B0DEMOZ001", "featureBullets": []}', 'epctex_product', 'or have bullets under a name of their own'),
    ('{"type": "review", "url": "/dp/B0DEMOZ001"}', null, 'an epctex review is no product'),
    ('{"slug": "beauty", "products": []}', 'bestseller_list', 'a list holds products'),
    ('{"snapshot_date": "2026-03-09", "products": []}', 'bestseller_list', 'with a slug or a day'),
    ('{"products": []}', null, 'products alone could be anything'),
    ('{"tokensLeft": 295, "products": []}', 'keepa_product', 'Keepa counts its tokens'),
    ('{"tokensLeft": 295, "deals": {"dr": []}}', 'keepa_deals', 'deals are Keepa deals'),
    ('{"asin": "B0DEMOZ001", "stats": {"current": []}}', 'keepa_product', 'one product with stats is Keepa'),
    ('{"asin": "B0DEMOZ001", "csv": [[8355600, 19900]]}', 'keepa_product', 'or one with its series'),
    ('{"products": [{"asin": "B0DEMOZ001", "csv": null}]}', 'keepa_product', 'or an answer of which only the products were kept'),
    ('{"asin": "B0DEMOZ001", "csv": null, "stats": null}', 'keepa_product', 'also where nothing was asked for'),
    ('{"asin": "B0DEMOZ001", "current_price": 5}', 'price_observation', 'a current price is a price observation'),
    ('{"timestamp_utc": "2026-07-23T12:44:59Z", "asin": "B0DEMOZ001"}', 'rank_log', 'a rank log may have neither rank nor error'),
    (
        '{"timestamp_utc": "2026-07-23T12:44:59Z", "asin": "B0DEMOZ001", "error": "CAPTCHA"}', 'rank_log',
        'its errors are still its own'
    ),
    ('{"date": "2026-08-18", "asin": "B0DEMOZ001", "available": "false"}', 'price_log', 'a price log may have no price'),
    ('{"url": "/dp/B0DEMOZ001", "error": "CAPTCHA"}', 'failed_fetch', 'an error is a failed fetch'),
    ('{"#error": true, "#debug": {}}', 'failed_fetch', 'also as the crawler marks it'),
    ('{"url": "/dp/B0DEMOZ001", "errorInfo": {"message": "x"}}', 'failed_fetch', 'or as error info'),
    ('{"asin": "B0DEMOZ001", "price": 5, "error": null}', 'observation', 'a null error is none'),
    ('{"asin": "B0DEMOZ001", "scraped_at": "2026-01-01T00:00:00Z"}', 'observation', 'the plain form needs an ASIN and little else'),
    ('{"url": "/dp/B0DEMOZ001", "bsr": 5}', 'observation', 'or a url'),
    ('{"asin": "B0DEMOZ001", "review_count": 7, "price": 5}', 'product_sheet', 'a sheet counts reviews under its own name'),
    ('{"asin": "B0DEMOZ001", "title": "x", "category_path": "A > B"}', 'product_sheet', 'also where the count is blank'),
    ('{"weather": "sunny", "temperature": 21}', null, 'anything else is unknown'),
    ('{"reviewTitle": "x", "productAsin": "B0DEMOZ001", "ratingScore": 4}', null, 'a review is unknown'),
    ('{"asin": "B0DEMOZ001", "final_price": 5, "reviews_count": 3}', 'brightdata_product', 'a final price beside other figures is Bright Data'),
    ('{"asin": "B0DEMOZ001", "initial_price": null, "final_price": null, "availability": "In Stock"}', 'brightdata_product', 'also where there is none'),
    ('{"asin": "B0DEMOZ001", "final_price": 5}', 'named_columns', 'alone it is a name of a column'),
    ('{"asin": "B0DEMOZ001", "price": {"current_price": 5}}', 'buddy_product', 'a current price inside of the price is amazon-buddy'),
    ('{"totalProducts": 1, "result": [{"asin": "B0DEMOZ001", "price": {"current_price": 5}}]}', 'buddy_product', 'also as its answer'),
    ('{"asin": "B0DEMOZ001", "thumbnailImage": "x", "sellers": [{"price": "$5"}]}', 'seller_offers', 'offers under sellers have their own'),
    ('{"ASIN": "B0DEMOZ001", "Price": "5"}', 'named_columns', 'other names are looked up'),
    ('{"asin": "B0DEMOZ001", "scraped_at": "2026-01-01T00:00:00Z", "Preis": "5,00"}', 'named_columns', 'also beside ours'),
    ('{"asin": "B0DEMOZ001", "scraped_at": "2026-01-01T00:00:00Z", "kostenpunkt_preis": "5,00"}', null, 'a price that nobody reads makes the item unknown'),
    ('{"asin": "B0DEMOZ001", "bsr": 5, "pricing": {"now": 5}}', null, 'be it deeper inside'),
    ('{"asin": "B0DEMOZ001", "review_count": 7, "offers": [{"price": 5}]}', null, 'or one of its offers'),
    ('{"asin": "B0DEMOZ001", "thumbnailImage": "x", "priceNow": "5"}', 'named_columns', 'a junglee item without its price too'),
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "x", "amount": 5}', null, 'of every view'),
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "x", "listPrice": {"value": 5}}', 'junglee_product', 'but one that is out of stock may have a list price'),
    ('{"date": "2026-08-18", "asin": "B0DEMOZ001", "available": "true", "Preis": "5"}', 'named_columns', 'a price log as well'),
    ('{"asin": "B0DEMOZ001", "bsr": 5, "was_price": 9}', 'named_columns', 'a price that was is no offer'),
    ('{"asin": "B0DEMOZ001", "price": {"current": 5, "was": 9}}', 'named_columns', 'the parts of a price are looked up too'),
    ('{"asin": "B0DEMOZ001", "price": {"kostenpunkt": 5}}', null, 'one with parts that nobody reads is unknown'),
    ('{"asin": "B0DEMOZ001", "price": ["$5"], "bsr": 5}', null, 'so is a list of prices'),
    ('{"asin": "B0DEMOZ001", "price": null, "currentPrice": 5, "bsr": 5}', 'named_columns', 'an empty price hides no other'),
    ('{"asin": "B0DEMOZ001", "price": "", "buybox": {"price": 5}, "bsr": 5}', null, 'nor one deeper inside'),
    ('{"reviewTitle": "x", "asin": "B0DEMOZ001", "rating": 4}', null, 'a review is still none'),
    ('{"asin": "B0DEMOZ001", "breadCrumbs": "x", "status": "failed"}', 'failed_fetch', 'a status that is no success goes before any shape'),
    ('{"asin": "B0DEMOZ001", "status": "error", "price": null}', 'failed_fetch', 'also that of the plain form'),
    ('{"asin": "B0DEMOZ001", "status": "no_offer"}', 'observation', 'whose own statuses are none'),
    ('{"asin": "B0DEMOZ001", "price": null, "scraped_at": "x", "title": "Robot Check"}', 'failed_fetch', 'so does the title of a CAPTCHA'),
    ('["asin", "price"]', null, 'an array is unknown'),
    ('{}', null, 'so is an empty object')
) as t (payload, expected, description);

select * from finish();
rollback;
