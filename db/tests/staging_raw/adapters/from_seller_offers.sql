begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(4);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_seller_offers(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "title": "Monitor", "thumbnailImage": "https://example.com/i.jpg", "asin": "B0DEMOZ220", "currency": "EUR",
            "itemDetailUrl": "https://www.amazon.de/dp/B0DEMOZ220",
            "sellers": [
                {"price": "$231.00", "priceParsed": 231.0, "condition": "New", "sellerName": "A"},
                {"price": "$190.00", "priceParsed": 190.0, "condition": "Used - Like New", "sellerName": "B"},
                {"price": "$205.00", "priceParsed": 205.0, "condition": "Refurbished", "sellerName": "C"}
            ],
            "itemDetail": {"InStock": true, "stars": "4.1", "reviewsCount": "33 ratings"}
        }',
        '{
            "asin": "B0DEMOZ220", "url": "https://www.amazon.de/dp/B0DEMOZ220", "status": "ok", "price": 231, "used_price": 190, "currency": "EUR",
            "offers_count": 3, "in_stock": true, "rating": 4.1, "reviews_count": 33, "buybox_price": null, "title": "Monitor"
        }',
        'the lowest new offer is the price, the lowest other one the used price'
    ),
    (
        '{"asin": "B0DEMOZ221", "title": "Cup", "sellers": [{"price": "9,90 \u20ac", "condition": "Neu"}, {"price": "8,90 \u20ac"}, {"price": ""}]}',
        '{"status": "ok", "price": 8.9, "used_price": null, "offers_count": 3}', 'an offer without a condition is new'
    ),
    (
        '{"asin": "B0DEMOZ222", "title": "Cup", "sellers": [{"price": "9.90", "condition": "Used - Good"}]}',
        '{"status": "no_offer", "price": null, "used_price": 9.9}', 'used offers alone give no offer'
    ),
    ('{"asin": "B0DEMOZ223", "title": "Cup", "sellers": []}', '{"status": "no_offer", "price": null, "offers_count": null}', 'an empty list gives no offer')
) as t (payload, expected, description);

select * from finish();
rollback;
