begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(2);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_product_sheet(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "asin": "B0DEMOZ110",
            "title": "Mouse",
            "brand": "Quill",
            "price": "26.99",
            "price_tier": "Entry",
            "rating": "4.6",
            "review_count": "37460",
            "category_path": "Video Games > PC",
            "url": "https://www.amazon.com/dp/B0DEMOZ110"
        }',
        '{
            "asin": "B0DEMOZ110",
            "status": "ok",
            "price": 26.99,
            "rating": 4.6,
            "reviews_count": 37460,
            "brand": "Quill",
            "category_path": "Video Games > PC",
            "scraped_at": null
        }',
        'a row gives its values'
    ),
    (
        '{"title": "Mouse", "category_path": "Video Games", "url": "https://www.amazon.com/dp/B0DEMOZ110"}',
        '{"asin": "B0DEMOZ110", "status": "no_offer", "price": null, "rating": null, "reviews_count": null}',
        'blank cells are no values'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
