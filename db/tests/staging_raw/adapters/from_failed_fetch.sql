begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(7);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_failed_fetch(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{"url": "https://www.amazon.com/dp/B0DEMOZ120", "error": "Blocked by Amazon bot-detection (CAPTCHA)"}',
        '{"asin": "B0DEMOZ120", "url": "https://www.amazon.com/dp/B0DEMOZ120", "status": "blocked"}',
        'a CAPTCHA is a blocked observation'
    ),
    (
        '{
            "asin": "B0DEMOZ121",
            "title": "Robot Check",
            "error": "Enter the characters you see below (CAPTCHA)",
            "price": {"value": 9.99},
            "stars": 4,
            "scrapedAt": "2026-05-04T06:00:00.000Z"
        }',
        '{
            "status": "blocked",
            "scraped_at": "2026-05-04T06:00:00+00:00",
            "price": null,
            "rating": null,
            "title": null,
            "bsr": null
        }',
        'it has no values, whatever the item contains'
    ),
    (
        '{"asin": "B0DEMOZ122", "error": "Page not found (404)", "statusCode": 404}',
        '{"asin": "B0DEMOZ122", "status": "delisted"}',
        'a missing page is delisted'
    ),
    (
        '{
            "#error": true,
            "#debug": {
                "url": "https://www.amazon.com/dp/B0DEMOZ123",
                "errorMessages": ["Request blocked - received 503 status code."]
            }
        }',
        '{"asin": "B0DEMOZ123", "status": "blocked"}',
        'the crawler has url and messages in its debug part'
    ),
    (
        '{"input": "https://www.amazon.com/dp/B0DEMOZ124", "errorInfo": {"message": "timeout"}}',
        '{"asin": "B0DEMOZ124", "status": "parse_error"}',
        'the requested ASIN may have its own key'
    ),
    (
        '{"asin": "B0DEMOZ125", "date": "2026-05-04", "status": "error", "in_stock": false, "price": null}',
        '{"asin": "B0DEMOZ125", "observed_date": "2026-05-04", "status": "parse_error", "in_stock": null}',
        'a status of failure removes the values'
    ),
    ('{"error": "CAPTCHA"}', '{"asin": null, "status": "blocked"}', 'without any url there is no ASIN')
) as t (payload, expected, description);

select * from finish();
rollback;
