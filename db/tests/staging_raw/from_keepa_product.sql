begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(3);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{
    "asin": "0000003303",
    "stats": {
        "current": [3382, 2015, -1, 1253027, 4200, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 47, 665, 3500, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
        "totalOfferCount": 19,
        "buyBoxPrice": 3382,
        "buyBoxSellerId": "ATVPDKIKX0DER",
        "buyBoxAvailabilityMessage": "In Stock",
        "lastBuyBoxUpdate": 7575746
    }
}'::jsonb as item;

select is(
    (
        select jsonb_agg(pg_temp.same_columns(o, t.expected::jsonb -> 0) order by o.element_no)
        from staging_raw.from_keepa_product(base.item || t.change::jsonb) as o
    ),
    nullif(t.expected::jsonb, '[]'),
    t.description
)
from base
cross join (values
    (
        '{}',
        '[
            {
                "element_no": null,
                "asin": "0000003303",
                "scraped_at": "2025-05-27T22:26:00+00:00",
                "status": "ok",
                "price": 33.82,
                "list_price": 42.0,
                "buybox_price": 33.82,
                "buybox_seller": "ATVPDKIKX0DER",
                "bsr": 1253027,
                "bsr_category": null,
                "rating": 4.7,
                "reviews_count": 665,
                "offers_count": 19,
                "in_stock": true
            }
        ]',
        'the buy box is known with its seller'
    ),
    (
        '{
            "stats": {
                "current": [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
                "buyBoxAvailabilityMessage": "Currently unavailable."
            }
        }',
        '[{"status": "out_of_stock", "price": null, "in_stock": false}]',
        'nothing but -1 is no price'
    )
) as t (change, expected, description);

select is(
    (
        select jsonb_agg(pg_temp.same_columns(o, t.expected::jsonb -> 0) order by o.element_no)
        from staging_raw.from_keepa_product(t.payload::jsonb) as o
    ),
    nullif(t.expected::jsonb, '[]'),
    t.description
)
from (values
    (
        '{
            "tokensLeft": 1,
            "timestamp": 1746053307585,
            "products": [
                {
                    "asin": "0000003303",
                    "stats": {
                        "current": [3382, 2015, -1, 1253027, 4200, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 47, 665, 3500, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
                        "totalOfferCount": 19,
                        "buyBoxPrice": 3382,
                        "buyBoxSellerId": "ATVPDKIKX0DER",
                        "buyBoxAvailabilityMessage": "In Stock",
                        "lastBuyBoxUpdate": 7575746
                    },
                    "title": "A",
                    "categoryTree": [{"catId": 1, "name": "Books"}, {"catId": 2, "name": "Poems"}],
                    "imagesCSV": "41.jpg,42.jpg"
                },
                {
                    "asin": "B0DEMOZ071",
                    "stats": {
                        "current": [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 4980, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
                        "buyBoxPrice": -2
                    },
                    "domainId": 5
                }
            ]
        }',
        '[
            {
                "element_no": 1,
                "url": null,
                "price": 33.82,
                "bsr_category": "Books",
                "category_path": "Books > Poems",
                "image_url": "https://m.media-amazon.com/images/I/41.jpg",
                "buybox_price": 33.82,
                "scraped_at": "2025-05-27T22:26:00+00:00"
            },
            {
                "element_no": 2,
                "url": "https://www.amazon.co.jp/dp/B0DEMOZ071",
                "price": 4980,
                "bsr_category": null,
                "category_path": null,
                "image_url": null,
                "buybox_price": null,
                "scraped_at": "2025-04-30T22:48:27.585+00:00"
            }
        ]',
        'a response gives a row a product; Japanese prices are yen'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
