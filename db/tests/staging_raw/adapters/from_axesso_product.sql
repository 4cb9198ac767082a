begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(8);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{
    "statusCode": 200,
    "statusMessage": "FOUND",
    "url": "https://www.amazon.com/I63/dp/B0DEMOZ030/?th=1",
    "title": "Earbuds",
    "manufacturer": "Visit the Plinth Store",
    "countReview": 75,
    "productRating": "5.0 out of 5 stars",
    "asin": "B0DEMOZ030",
    "soldBy": "guan",
    "sellerId": "A1SELLER",
    "warehouseAvailability": "In Stock",
    "retailPrice": 159.99,
    "price": 25.99,
    "priceSaving": "-84%",
    "features": ["a"],
    "imageUrlList": ["i1"],
    "mainImage": {"imageUrl": "i0"},
    "prime": true,
    "pastSales": "4K+ bought in past month",
    "productDetails": [
        {"name": "Item model number", "value": "I63"},
        {
            "name": "Best Sellers Rank",
            "value": "#35,077 in Electronics (See Top 100 in Electronics) #2,607 in Earbuds"
        },
        {
            "name": "Best Sellers Rank",
            "value": "#35,077 in Electronics (See Top 100 in Electronics) #2,607 in Earbuds"
        },
        {"name": "Manufacturer", "value": "Shenzhen Ltd"}
    ],
    "aboutProduct": [{"name": "Brand", "value": "Plinth"}],
    "categoriesExtended": [{"name": "Electronics"}, {"name": "Headphones"}]
}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_axesso_product(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ030",
            "status": "ok",
            "price": 25.99,
            "list_price": 159.99,
            "buybox_price": 25.99,
            "buybox_seller": "A1SELLER",
            "in_stock": true,
            "is_prime": true
        }',
        'an item gives its prices, seller and stock'
    ),
    (
        '{}',
        '{"bsr": 2607, "bsr_category": "Earbuds", "bsr_main": 35077, "rating": 5.0, "reviews_count": 75}',
        'ranks come from the details, the rating from a text'
    ),
    (
        '{}',
        '{
            "brand": "Plinth",
            "manufacturer": "Shenzhen Ltd",
            "model": "I63",
            "category_path": "Electronics > Headphones",
            "image_url": "i0",
            "bullets": ["a"]
        }',
        'the brand comes from manufacturer, the manufacturer from the details'
    ),
    (
        '{"soldBy": null, "sellerId": null, "warehouseAvailability": "", "retailPrice": 0, "price": 0}',
        '{
            "status": "no_offer",
            "price": null,
            "list_price": null,
            "buybox_seller": null,
            "in_stock": null,
            "availability": null,
            "bsr": 2607
        }',
        '0 is no price, and ranks stay'
    ),
    (
        '{"price": 0, "priceRange": "$12.99 - $25.99"}',
        '{"price": 12.99, "status": "ok"}',
        'a range gives its lower end'
    ),
    ('{"sellerId": null}', '{"buybox_seller": "guan"}', 'a seller without an id is given by name'),
    (
        '{"manufacturer": "Brand: Finch", "productDetails": null, "aboutProduct": []}',
        '{"brand": "Finch", "attributes": null, "bsr": null, "manufacturer": null}',
        'details may be missing'
    )
) as t (change, expected, description);

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_axesso_product(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{"statusCode": 404, "statusMessage": "NOT_FOUND", "url": "https://www.amazon.com/dp/B0DEMOZ033"}',
        '{"asin": "B0DEMOZ033", "status": "delisted", "price": null}',
        'a missing page is delisted'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
