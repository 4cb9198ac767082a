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
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_price_observation(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "asin": "B0DEMOZ060",
            "title": "Level",
            "current_price": 56.25,
            "avg_7_price": 62.64,
            "min_7_price": 24.46,
            "image": null,
            "amazon_url": "https://www.amazon.com/dp/B0DEMOZ060?tag=",
            "checked_at": "2026-04-23T22:19:31.728388+00:00",
            "snapshot_updated_at": "2026-04-23T22:19:32+00:00"
        }',
        '{
            "asin": "B0DEMOZ060",
            "url": "https://www.amazon.com/dp/B0DEMOZ060?tag=",
            "scraped_at": "2026-04-23T22:19:31.728388+00:00",
            "status": "ok",
            "price": 56.25,
            "list_price": null,
            "image_url": null
        }',
        'a price has the microsecond of its check'
    ),
    (
        '{
            "current_price": null,
            "amazon_url": "https://www.amazon.com/dp/B0DEMOZ060",
            "last_checked_at": "2026-04-23T22:19:31Z"
        }',
        '{"asin": "B0DEMOZ060", "scraped_at": "2026-04-23T22:19:31+00:00", "status": "no_offer"}',
        'newer keys are used when older ones are missing'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
