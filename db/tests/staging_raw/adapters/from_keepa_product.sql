begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(10);

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
        'the buy box has its seller'
    ),
    (
        '{
            "stats": {
                "current": [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
                "buyBoxAvailabilityMessage": "Currently unavailable."
            }
        }',
        '[{"status": "out_of_stock", "price": null, "in_stock": false}]',
        'only -1 means no price'
    ),
    (
        '{"stats": {"current": [-1, 2015, 900], "buyBoxPrice": 2490, "buyBoxSellerId": "A1SELLER01"}}',
        '[{"price": 20.15, "buybox_price": 24.9, "buybox_seller": "A1SELLER01", "used_price": 9.0}]',
        'the price is the lowest new one, with or without a buy box'
    ),
    (
        '{"stats": {"current": [-1, 2015, 900], "buyBoxPrice": 1500, "buyBoxSellerId": "A1SELLER01", "buyBoxIsUsed": true}}',
        '[{"price": 20.15, "buybox_price": null, "buybox_seller": null, "used_price": 9.0}]',
        'a used buy box is not the buy box price'
    ),
    (
        '{"stats": {"current": [-1, -1, -1], "buyBoxPrice": 1500, "buyBoxSellerId": "A1SELLER01", "buyBoxIsUsed": true}}',
        '[{"status": "no_offer", "price": null, "used_price": 15.0}]',
        'its price is the used price'
    ),
    (
        '{"stats": {"current": [-1, 4950, -1, 905], "buyBoxPrice": -2, "buyBoxSellerId": "-2"}}',
        '[{"price": 49.5, "buybox_price": null, "buybox_seller": null}]',
        'a buy box without a winner has no seller'
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
        'a response gives one row per product; Japanese prices are in yen'
    ),
    (
        '{
            "asin": "B0DEMOZ072",
            "domainId": 1,
            "title": "Drill",
            "lastUpdate": 8362800,
            "categoryTree": [{"catId": 1, "name": "Tools"}],
            "csv": [
                [8355600, 19900, 8359920, -1], [8355600, 18900], [8357040, 9900], [8355600, 400, 8358480, 380], null, null, null, null, null,
                null, null, [8355600, 3], null, null, null, null, [8355600, 45], [8355600, 12], [8355600, 19900, 0, 8359920, 17500, 499]
            ],
            "buyBoxSellerIdHistory": ["8355600", "ATVPDKIKX0DER", "8359920", "-1"]
        }',
        '[
            {"element_no": 1, "scraped_at": "2026-11-20T12:00:00+00:00", "price": 199.0, "used_price": null, "bsr": 400, "title": null,
             "rating": 4.5, "reviews_count": 12, "offers_count": 3, "buybox_price": 199.0, "buybox_seller": "ATVPDKIKX0DER"},
            {"element_no": 2, "scraped_at": "2026-11-21T12:00:00+00:00", "price": 199.0, "used_price": 99.0, "bsr": 400, "title": null,
             "rating": 4.5, "reviews_count": 12, "offers_count": 3, "buybox_price": 199.0, "buybox_seller": "ATVPDKIKX0DER"},
            {"element_no": 3, "scraped_at": "2026-11-22T12:00:00+00:00", "price": 199.0, "used_price": 99.0, "bsr": 380, "title": null,
             "rating": 4.5, "reviews_count": 12, "offers_count": 3, "buybox_price": 199.0, "buybox_seller": "ATVPDKIKX0DER"},
            {"element_no": 4, "scraped_at": "2026-11-23T12:00:00+00:00", "price": 189.0, "used_price": 99.0, "bsr": 380, "title": null,
             "rating": 4.5, "reviews_count": 12, "offers_count": 3, "buybox_price": 175.0, "buybox_seller": null},
            {"element_no": 5, "scraped_at": "2026-11-25T12:00:00+00:00", "price": 189.0, "used_price": 99.0, "bsr": 380, "title": "Drill",
             "rating": 4.5, "reviews_count": 12, "offers_count": 3, "buybox_price": 175.0, "buybox_seller": null}
        ]',
        'without stats the series give the history and the state of the last update'
    ),
    (
        '{
            "tokensLeft": 9,
            "products": [{
                "asin": "B0DEMOZ073", "lastUpdate": 8361360, "csv": [[8355600, 19900, 8359920, 17900, 8361360, 17800]],
                "stats": {"current": [17900, 17900, 9900, 400]}
            }]
        }',
        '[
            {"element_no": 1, "scraped_at": "2026-11-20T12:00:00+00:00", "price": 199.0, "bsr": null},
            {"element_no": 2, "scraped_at": "2026-11-23T12:00:00+00:00", "price": 179.0, "bsr": null},
            {"element_no": 3, "scraped_at": "2026-11-24T12:00:00+00:00", "price": 179.0, "bsr": 400}
        ]',
        'with stats these are the state of the last update, and the series the history before it'
    ),
    (
        '{"tokensLeft": 9, "products": [
            {"asin": "B0DEMOZ074", "lastUpdate": 8361360}, {"asin": "B0DEMOZ075", "lastUpdate": 8361360, "csv": [null, null]}
        ]}',
        '[
            {"status": "unread", "price": null, "availability": "the Keepa product holds neither stats nor csv: ask for it with stats or history"},
            {"status": "unread", "price": null, "availability": "the Keepa product holds neither stats nor csv: ask for it with stats or history"}
        ]',
        'a product with neither gives a reject that names what is missing'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
