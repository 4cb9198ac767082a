begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(18);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{
    "asin": "b0demoz150",
    "scraped_at": "2026-01-01T00:00:00Z",
    "price": 19.99,
    "list_price": "24.99",
    "bsr": 1204,
    "bsr_category": "Gloves",
    "rating": 4.5,
    "reviews_count": 12,
    "in_stock": true,
    "buybox_seller": "A1",
    "offers_count": 3,
    "title": "T",
    "brand": "B",
    "category_path": ["A", "B"],
    "attributes": {"Size": "L"},
    "bullets": ["x"],
    "is_prime": false
}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_observation(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ150",
            "scraped_at": "2026-01-01T00:00:00+00:00",
            "status": "ok",
            "price": 19.99,
            "list_price": 24.99,
            "buybox_price": 19.99,
            "buybox_seller": "A1",
            "bsr": 1204,
            "bsr_category": "Gloves",
            "bsr_main": null,
            "rating": 4.5,
            "reviews_count": 12,
            "in_stock": true,
            "offers_count": 3,
            "is_prime": false
        }',
        'the plain form is read unchanged'
    ),
    (
        '{}',
        '{"title": "T", "brand": "B", "category_path": "A > B", "attributes": {"Size": "L"}, "bullets": ["x"]}',
        'the description is read'
    ),
    (
        '{"bsr": null, "bsr_data": [{"rank": 28, "category": "Health"}, {"rank": 1, "category": "Earplugs"}]}',
        '{"bsr": 1, "bsr_category": "Earplugs", "bsr_main": 28}',
        'ranks may come as an array'
    ),
    (
        '{"status": "blocked"}',
        '{
            "status": "blocked",
            "price": null,
            "list_price": null,
            "buybox_price": null,
            "buybox_seller": null,
            "bsr": null,
            "bsr_category": null,
            "rating": null,
            "reviews_count": null,
            "in_stock": null
        }',
        'a failed status removes the values'
    ),
    (
        '{"price": null, "buybox_seller": null, "status": "out_of_stock"}',
        '{"status": "out_of_stock"}',
        'a status without a price is used'
    ),
    ('{"bsr": 0, "bsr_category": "X"}', '{"status": "ok", "bsr": null, "bsr_category": null}', 'a rank of 0 is no rank'),
    ('{"bsr": "#1,234 in A (See Top 100 in A) #12 in B"}', '{"bsr": 12, "bsr_category": "B", "bsr_main": 1234}', 'ranks may be a text'),
    ('{"status": "out_of_stock"}', '{"status": "ok", "price": 19.99}', 'a status that contradicts the price is ignored'),
    (
        '{"price": null, "buybox_seller": null, "status": "fine"}',
        '{"status": "no_offer"}',
        'an unknown status is ignored'
    ),
    (
        '{"condition": "Used - Good", "buybox_price": 18}',
        '{"price": null, "used_price": 19.99, "buybox_price": null, "buybox_seller": null, "status": "ok", "speaks_of_offers": false}',
        'the price of a used offer is no price'
    ),
    ('{"condition": "New", "used_price": "9.50"}', '{"price": 19.99, "used_price": 9.5, "status": "ok"}', 'an item may have new and used offers'),
    ('{"price": {"value": 5, "currency": "\u20ac"}}', '{"price": 5, "currency": "\u20ac"}', 'the price may contain the currency'),
    ('{"currency": "JPY", "price": 500}', '{"price": 500, "currency": "JPY"}', 'the item may contain the currency'),
    (
        '{"price": null, "in_stock": false, "buybox_seller": null}', '{"price": null, "status": "out_of_stock", "in_stock": false}',
        'in_stock false means out of stock'
    ),
    (
        '{"bsr": "#1,234 in Garden (See Top 100 in Garden) #12 in Tent Poles", "bsr_category": null}',
        '{"bsr": 12, "bsr_category": "Tent Poles", "bsr_main": 1234}',
        'all ranks in a text are read'
    ),
    (
        '{"title": "nan", "brand": "None", "availability": "N/A", "buybox_seller": "null", "buybox_price": null}',
        '{"title": null, "brand": null, "availability": null, "buybox_seller": null}',
        'words for nothing are no values'
    )
) as t (change, expected, description);

select is(
    (
        select pg_temp.same_columns(o, '{"price": 1, "buybox_price": 1, "status": 1}')
        from base
        cross join staging_raw.from_observation(base.item - 'price' || '{"buybox_price": 18}') as o
    ),
    '{"price": 18, "buybox_price": 18, "status": "ok"}', 'without a price the buy box price is used'
);

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_observation(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{"asin": "B0DEMOZ150", "date": "2026-01-01", "price": null}',
        '{"observed_date": "2026-01-01", "scraped_at": null, "status": "no_offer"}',
        'a day may replace the time'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
