begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(26);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{
    "asin": "B0DEMOZ001",
    "originalAsin": "B0DEMOZ001",
    "url": "https://www.amazon.com/dp/B0DEMOZ001",
    "title": " Noise Plugs ",
    "brand": "Visit the Lumen Store",
    "price": {"value": 39.95, "currency": "$"},
    "listPrice": {"value": 49, "currency": "$"},
    "inStock": true,
    "inStockText": "In stock",
    "stars": 4.2,
    "reviewsCount": 23642,
    "breadCrumbs": "Health \u203a Ear Care",
    "thumbnailImage": "https://images.example.com/1.jpg",
    "features": ["Easy", "Small"],
    "attributes": [{"key": "Manufacturer", "value": "Lumen Ltd"}, {"key": "Model Name", "value": "Q2"}],
    "productOverview": [{"key": "Colour", "value": "Violet"}],
    "seller": {"name": "Lumen Shop", "id": "A1SELLER"},
    "bestsellerRanks": [{"rank": 28, "category": "Health", "url": "/x"}, {"rank": 1, "category": "Earplugs", "url": "/y"}],
    "categoryPageData": {"saleSummary": "You pay 30 with coupon"}
}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_junglee_product(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ001",
            "requested_asin": null,
            "url": "https://www.amazon.com/dp/B0DEMOZ001",
            "status": "ok",
            "price": 39.95,
            "list_price": 49,
            "buybox_price": 39.95,
            "buybox_seller": "A1SELLER"
        }',
        'a full item gives price, list price and the seller of the offer'
    ),
    (
        '{}',
        '{
            "bsr": 1,
            "bsr_category": "Earplugs",
            "bsr_main": 28,
            "bsr_data": [{"rank": 28, "category": "Health"}, {"rank": 1, "category": "Earplugs"}],
            "rating": 4.2,
            "reviews_count": 23642
        }',
        'it gives ranks and ratings'
    ),
    (
        '{}',
        '{
            "in_stock": true,
            "availability": "In stock",
            "coupon": "You pay 30 with coupon",
            "is_prime": null,
            "offers_count": null
        }',
        'it gives stock and coupon, and nothing that it lacks'
    ),
    (
        '{}',
        '{
            "title": "Noise Plugs",
            "brand": "Lumen",
            "manufacturer": "Lumen Ltd",
            "model": "Q2",
            "category_path": "Health > Ear Care",
            "image_url": "https://images.example.com/1.jpg",
            "bullets": ["Easy", "Small"],
            "attributes": {"Colour": "Violet", "Manufacturer": "Lumen Ltd", "Model Name": "Q2"}
        }',
        'it gives the description'
    ),
    (
        '{}',
        '{"element_no": null, "scraped_at": null, "observed_date": null, "list_category": null, "list_rank": null}',
        'an item without a time has none; the run may have one'
    ),
    (
        '{"scrapedAt": "2026-05-04T06:00:00.000Z"}',
        '{"scraped_at": "2026-05-04T06:00:00+00:00"}',
        'an item with a time has it'
    ),
    (
        '{"price": {"value": null, "currency": null}, "listPrice": null}',
        '{"status": "no_offer", "price": null, "list_price": null, "buybox_price": null, "in_stock": true}',
        'a price object of nulls is no price'
    ),
    ('{"price": {"value": 0, "currency": "$"}}', '{"status": "no_offer", "price": null}', 'a price of 0 is no price'),
    (
        '{"price": "$1,199.99 with 17 percent savings"}',
        '{"status": "ok", "price": 1199.99}',
        'a price may be a text'
    ),
    (
        '{"price": "See price in cart"}',
        '{"status": "price_hidden", "price": null}',
        'a price shown only in the cart is hidden'
    ),
    (
        '{"price": null, "inStockText": "Currently unavailable."}',
        '{"status": "out_of_stock", "in_stock": false}',
        'the availability text precedes the flag: unavailable'
    ),
    (
        '{"price": null, "inStock": false, "inStockText": "In Stock  In Stock."}',
        '{"status": "no_offer", "in_stock": true}',
        'the availability text precedes the flag: in stock'
    ),
    (
        '{"inStock": false, "inStockText": ""}',
        '{"in_stock": false, "availability": null}',
        'without a text the flag is used'
    ),
    (
        '{"seller": {"name": "Amazon.com", "id": null}}',
        '{"buybox_seller": "Amazon.com", "buybox_price": 39.95}',
        'a seller without an id is given by name'
    ),
    ('{"seller": null}', '{"buybox_seller": null, "buybox_price": null}', 'without a seller there is no buy box'),
    (
        '{"originalAsin": "B0DEMOZ002"}',
        '{"asin": "B0DEMOZ001", "requested_asin": "B0DEMOZ002", "status": "ok"}',
        'a redirect keeps the requested ASIN'
    ),
    (
        '{"asin": 300270968, "originalAsin": null}',
        '{"asin": "0300270968", "requested_asin": null}',
        'an ISBN as a number gets its leading zeros'
    ),
    ('{"asin": null, "originalAsin": null}', '{"asin": "B0DEMOZ001"}', 'without an ASIN the one of the url is used'),
    (
        '{
            "attributes": [{"key": "Best Sellers Rank", "value": "28 in Health (See Top 100 in Health)1 in Earplugs"}],
            "bestsellerRanks": null
        }',
        '{"bsr": 1, "bsr_category": "Earplugs", "bsr_main": 28}',
        'ranks that are not an array are read from the attributes'
    ),
    (
        '{"bestsellerRanks": null}',
        '{"bsr": null, "bsr_category": null, "bsr_main": null, "bsr_data": null}',
        'ranks may be missing'
    ),
    (
        '{"stars": "4,5 von 5 Sternen", "reviewsCount": "1,234"}',
        '{"rating": 4.5, "reviews_count": 1234}',
        'ratings may be texts'
    ),
    (
        '{"categoryPageData": null, "saleSummary": "Join Prime to buy this item at $24.99"}',
        '{"coupon": null}',
        'a sale that is not a coupon is ignored'
    ),
    (
        '{"price": {"value": -5, "currency": "$"}, "stars": 11}',
        '{"price": -5, "rating": 11}',
        'invalid values are left for the check stage'
    )
) as t (change, expected, description);

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_junglee_product(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "title": "A",
            "asin": "B0DEMOZ003",
            "brand": "",
            "stars": null,
            "reviewsCount": null,
            "thumbnailImage": "",
            "breadCrumbs": "",
            "price": null,
            "url": "u"
        }',
        '{
            "status": "no_offer",
            "price": null,
            "rating": null,
            "reviews_count": null,
            "brand": null,
            "category_path": null,
            "image_url": null,
            "in_stock": null
        }',
        'an overview item with empty values has no values'
    ),
    (
        '{"asin": "B0DEMOZ001", "url": "u", "breadCrumbs": null, "title": null, "price": null}',
        '{"status": "parse_error", "title": null}',
        'an empty page was not read'
    ),
    (
        '{"asin": "B0DEMOZ001", "url": "u", "breadCrumbs": null, "title": "Robot Check", "price": null}',
        '{"status": "blocked", "title": null}',
        'a robot check is a blocked page without a title'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
