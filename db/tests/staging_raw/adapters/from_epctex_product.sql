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

create temp table base on commit drop as
select '{
    "type": "product",
    "title": "Vest",
    "url": "https://www.amazon.com/Bramble/dp/B0DEMOZ040/ref=sr_1_43?x",
    "inStock": true,
    "brand": "Bramble",
    "price": {"value": 39.99, "currency": "$"},
    "listPrice": {"value": 49.99, "currency": "$"},
    "shippingPrice": {"value": null, "currency": null},
    "stars": 4.3,
    "reviewsCount": 61,
    "categories": ["Pet Supplies", "Dogs"],
    "images": ["i1", "i2"],
    "seller": {"name": "Bramble Outdoor", "id": "A2SELLER"},
    "features": [{"key": "Size", "value": "L"}],
    "featureBullets": ["b"]
}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_epctex_product(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ040",
            "status": "ok",
            "price": 39.99,
            "list_price": 49.99,
            "buybox_price": 39.99,
            "buybox_seller": "A2SELLER",
            "rating": 4.3,
            "reviews_count": 61,
            "in_stock": true
        }',
        'the ASIN is taken from the url'
    ),
    (
        '{}',
        '{"category_path": "Pet Supplies > Dogs", "image_url": "i1", "bullets": ["b"], "attributes": {"Size": "L"}}',
        'features are attributes, and bullets have their own key'
    ),
    (
        '{
            "inStock": false,
            "price": {"value": null, "currency": null},
            "listPrice": {"value": null, "currency": null}
        }',
        '{"status": "no_offer", "price": null, "list_price": null, "buybox_price": null, "in_stock": false}',
        'a price object of nulls is no price'
    ),
    (
        '{
            "price": {"value": null, "currency": null},
            "productAlert": "To see product details, add this item to your cart."
        }',
        '{"status": "price_hidden"}',
        'a text may contain the price'
    )
) as t (change, expected, description);

select * from finish();
rollback;
