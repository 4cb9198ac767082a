begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(5);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

select is(
    (
        select jsonb_agg(pg_temp.same_columns(o, t.expected::jsonb -> 0) order by o.element_no)
        from staging_raw.from_bestseller_list(t.payload::jsonb) as o
    ),
    nullif(t.expected::jsonb, '[]'),
    t.description
)
from (values
    (
        '{
            "snapshot_date": "2026-03-09",
            "slug": "desktop",
            "updatedAt": "2026-03-09",
            "products": [
                {
                    "rank": 1,
                    "asin": "B0DEMOZ050",
                    "title": "PC",
                    "image": "i",
                    "affiliateUrl": "https://www.amazon.co.jp/dp/B0DEMOZ050/?tag=x",
                    "price": "\u00a549,997",
                    "updatedAt": "2026-03-09"
                },
                {
                    "rank": 2,
                    "asin": "0000002208",
                    "affiliateUrl": "https://www.amazon.co.jp/dp/0000002208/",
                    "price": null,
                    "rating": null,
                    "reviewCount": null
                }
            ]
        }',
        '[
            {
                "element_no": 1,
                "asin": "B0DEMOZ050",
                "url": "https://www.amazon.co.jp/dp/B0DEMOZ050/?tag=x",
                "scraped_at": null,
                "observed_date": "2026-03-09",
                "status": "ok",
                "price": 49997,
                "list_category": "desktop",
                "list_rank": 1,
                "bsr": null
            },
            {
                "element_no": 2,
                "asin": "0000002208",
                "url": "https://www.amazon.co.jp/dp/0000002208/",
                "scraped_at": null,
                "observed_date": "2026-03-09",
                "status": "no_offer",
                "price": null,
                "list_category": "desktop",
                "list_rank": 2,
                "bsr": null
            }
        ]',
        'a list gives one row per product, on its day'
    ),
    (
        '{
            "slug": "beauty",
            "name": "B",
            "updatedAt": "2026-04-12",
            "products": [{"rank": 1, "asin": "B0DEMOZ051", "price": "\uffe54,980"}]
        }',
        '[{"price": 4980, "list_category": "beauty", "observed_date": "2026-04-12"}]',
        'the full-width yen sign is read, and the slug identifies the list'
    ),
    (
        '{"slug": "beauty", "updatedAt": "2026-04-12T06:00:00Z", "products": [{"rank": 1, "asin": "B0DEMOZ051"}]}',
        '[{"scraped_at": "2026-04-12T06:00:00+00:00", "observed_date": null}]',
        'a list with a time has an instant'
    ),
    (
        '{"slug": "beauty", "products": [5, null, {"rank": 3, "asin": "B0DEMOZ051"}]}',
        '[
            {"element_no": 1, "asin": null, "list_rank": null},
            {"element_no": 2, "asin": null, "list_rank": null},
            {"element_no": 3, "asin": "B0DEMOZ051", "list_rank": 3}
        ]',
        'elements without a product keep their position and are rejected later'
    ),
    ('{"slug": "beauty", "products": "none"}', '[]', 'an invalid list has no rows')
) as t (payload, expected, description);

select * from finish();
rollback;
