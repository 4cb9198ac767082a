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

select is(
    (
        select jsonb_agg(pg_temp.same_columns(o, t.expected::jsonb -> 0) order by o.element_no)
        from staging_raw.from_keepa_deals(t.payload::jsonb) as o
    ),
    nullif(t.expected::jsonb, '[]'),
    t.description
)
from (values
    (
        '{
            "timestamp": 1746053307585,
            "tokensLeft": 295,
            "deals": {
                "dr": [
                    {
                        "current": [-1, 2499, -1, 3814, -1, -1, -1, -1, -1, -1, -1, 1, 2, -1, -1, -1, 47, 17846, 2499, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
                        "rootCat": 1055398,
                        "lastUpdate": 7535870,
                        "image": [52, 49, 46, 106, 112, 103],
                        "title": "Bags",
                        "asin": "B0DEMOZ070"
                    },
                    {
                        "current": [1799, 1480, -1, -1, 2100, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
                        "asin": "B0DEMOZ071",
                        "title": "M"
                    }
                ]
            }
        }',
        '[
            {
                "element_no": 1,
                "asin": "B0DEMOZ070",
                "scraped_at": "2025-04-30T05:50:00+00:00",
                "status": "ok",
                "price": 24.99,
                "list_price": null,
                "buybox_price": null,
                "bsr": 3814,
                "bsr_category": "1055398",
                "rating": 4.7,
                "reviews_count": 17846,
                "offers_count": 3,
                "image_url": "https://m.media-amazon.com/images/I/41.jpg"
            },
            {
                "element_no": 2,
                "asin": "B0DEMOZ071",
                "scraped_at": "2025-04-30T22:48:27.585+00:00",
                "status": "ok",
                "price": 17.99,
                "list_price": 21.0,
                "buybox_price": null,
                "bsr": null,
                "bsr_category": null,
                "rating": null,
                "reviews_count": null,
                "offers_count": null,
                "image_url": null
            }
        ]',
        'slots become values, cents become dollars, -1 becomes null, minutes become instants'
    ),
    (
        '{
            "deals": {
                "dr": [
                    {
                        "asin": "B0DEMOZ072",
                        "current": [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]
                    }
                ]
            }
        }',
        '[{"asin": "B0DEMOZ072", "status": "no_offer", "price": null}]',
        'a deal without any price is no offer'
    ),
    ('{"deals": {"dr": 5}}', '[]', 'invalid deals have no rows')
) as t (payload, expected, description);

select * from finish();
rollback;
