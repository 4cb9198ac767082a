begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(6);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{
    "timestamp": "2026-11-20T09:00:00.000Z",
    "title": "Kettle, 1.7 l",
    "seller_name": "Example Seller",
    "brand": "Quill",
    "initial_price": 52.5,
    "final_price": 41.3,
    "currency": "EUR",
    "availability": "Auf Lager",
    "reviews_count": 1240,
    "rating": 4.6,
    "categories": ["Home", "Kettles"],
    "parent_asin": "B0DEMOZ209",
    "asin": "B0DEMOZ200",
    "number_of_sellers": 3,
    "root_bs_rank": 4210,
    "root_bs_category": "Home",
    "bs_rank": 12,
    "bs_category": "Kettles",
    "url": "https://www.amazon.de/dp/B0DEMOZ200",
    "image_url": "https://example.com/k.jpg",
    "features": ["Quick"],
    "product_details": [{"type": "Colour", "value": "Black"}],
    "buybox_prices": {"final_price": 41.3, "initial_price": 52.5, "unit_price": 24.29, "discount": "-21%"},
    "other_sellers_prices": [{"price": 19.9, "seller_name": "Other"}],
    "is_available": true
}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_brightdata_product(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ200", "url": "https://www.amazon.de/dp/B0DEMOZ200", "scraped_at": "2026-11-20T09:00:00+00:00", "status": "ok",
            "price": 41.3, "list_price": 52.5, "buybox_price": 41.3, "buybox_seller": "Example Seller", "currency": "EUR", "bsr": 12,
            "bsr_category": "Kettles", "bsr_main": 4210, "bsr_data": [{"rank": 4210, "category": "Home"}, {"rank": 12, "category": "Kettles"}],
            "rating": 4.6, "reviews_count": 1240, "in_stock": true, "offers_count": 3, "brand": "Quill", "category_path": "Home > Kettles",
            "parent_asin": "B0DEMOZ209", "image_url": "https://example.com/k.jpg", "bullets": ["Quick"]
        }',
        'an item of the dataset gives its values'
    ),
    ('{"final_price": null}', '{"price": 41.3, "status": "ok"}', 'the buy box replaces a missing final price'),
    (
        '{"final_price": null, "buybox_prices": null, "availability": "Derzeit nicht verf\u00fcgbar."}',
        '{"price": null, "list_price": 52.5, "status": "out_of_stock", "in_stock": false}',
        'the initial price is not the price'
    ),
    (
        '{"final_price": "\"57.79\"", "seller_id": "A1SELLER01", "timestamp": "2026-11-20"}',
        '{"price": 57.79, "buybox_seller": "A1SELLER01", "scraped_at": null, "observed_date": "2026-11-20"}',
        'a row of its CSV gives the same'
    ),
    ('{"root_bs_rank": 310, "bs_rank": null}', '{"bsr": 310, "bsr_category": "Home", "bsr_main": 310}', 'a single rank is used'),
    (
        '{"best_sellers_rank": [{"category": "Home", "rank": 4000}, {"category": "Jugs", "rank": 9}]}',
        '{"bsr": 9, "bsr_category": "Jugs", "bsr_main": 4210}', 'some versions have all ranks in a list'
    )
) as t (change, expected, description);

select * from finish();
rollback;
