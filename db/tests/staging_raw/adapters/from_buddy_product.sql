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
    (
        select jsonb_agg(pg_temp.same_columns(o, t.expected::jsonb -> 0) order by o.element_no)
        from staging_raw.from_buddy_product(t.payload::jsonb) as o
    ),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "position": {"page": 1, "position": 3}, "asin": "B0DEMOZ210", "url": "https://www.amazon.co.uk/dp/B0DEMOZ210", "title": "Kettle",
            "price": {"discounted": true, "current_price": 41.3, "currency": "GBP", "before_price": 52, "savings_amount": 10.7, "savings_percent": 20.58},
            "reviews": {"total_reviews": 88, "rating": 4.2}, "amazonPrime": true, "thumbnail": "https://example.com/k.jpg"
        }',
        '[{
            "element_no": null, "asin": "B0DEMOZ210", "status": "ok", "price": 41.3, "list_price": 52, "currency": "GBP", "rating": 4.2,
            "reviews_count": 88, "bsr": null, "is_prime": true, "image_url": "https://example.com/k.jpg", "title": "Kettle"
        }]',
        'a search result gives price and ratings'
    ),
    (
        '{"totalProducts": "2", "category": "x", "result": [
            {
                "asin": "B0DEMOZ211", "url": "https://www.amazon.com/dp/B0DEMOZ211", "title": "Gloves", "item_available": true,
                "price": {"symbol": "$", "currency": "USD", "current_price": 24.97, "discounted": false, "before_price": 0},
                "reviews": {"total_reviews": "1,204", "rating": "4.5"}, "main_image": "https://example.com/g.jpg", "feature_bullets": ["Warm"],
                "categories": [{"category": "Sports", "url": "/s"}, {"category": "Gloves", "url": "/g"}],
                "bestsellers_rank": [{"rank": 1102, "category": "Sports", "link": "/s"}, {"rank": 7, "category": "Gloves", "link": "/g"}],
                "product_information": {"manufacturer": "Quill Ltd", "brand": "Quill", "model_number": "Q-7"}
            },
            {
                "asin": "B0DEMOZ212", "url": "https://www.amazon.com/dp/B0DEMOZ212", "title": "Cap", "item_available": false,
                "price": {"currency": "USD", "current_price": 0, "before_price": 0}, "reviews": {"total_reviews": 3, "rating": 4}
            }
        ]}',
        '[
            {
                "element_no": 1, "asin": "B0DEMOZ211", "status": "ok", "price": 24.97, "list_price": null, "currency": "USD", "bsr": 7,
                "bsr_category": "Gloves", "bsr_main": 1102, "rating": 4.5, "reviews_count": 1204, "in_stock": true, "brand": "Quill",
                "manufacturer": "Quill Ltd", "model": "Q-7", "category_path": "Sports > Gloves", "bullets": ["Warm"]
            },
            {
                "element_no": 2, "asin": "B0DEMOZ212", "status": "out_of_stock", "price": null, "list_price": null, "currency": "USD", "bsr": null,
                "bsr_category": null, "bsr_main": null, "rating": 4, "reviews_count": 3, "in_stock": false, "brand": null,
                "manufacturer": null, "model": null, "category_path": null, "bullets": null
            }
        ]',
        'an answer gives one row per page, with ranks and details'
    ),
    (
        '{"asin": "B0DEMOZ213", "title": "Robot Check", "price": {"current_price": null}}', '[{"status": "blocked", "price": null, "title": null}]',
        'a CAPTCHA page is blocked'
    ),
    (
        '{"asin": "B0DEMOZ213", "title": "Cup", "price": {"current_price": 5, "symbol": "\u20ac"}, "bestsellers_rank": "#12 in Cups"}',
        '[{"price": 5, "currency": "\u20ac", "bsr": 12, "bsr_category": "Cups"}]', 'ranks may be a text, and the currency a sign'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
