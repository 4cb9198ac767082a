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
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_price_log(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "date": "2026-08-18",
            "key": "0000004405",
            "asin": "0000004405",
            "title": "Book",
            "price": "16.15",
            "currency": "USD",
            "available": "true"
        }',
        '{
            "asin": "0000004405",
            "observed_date": "2026-08-18",
            "scraped_at": null,
            "status": "ok",
            "price": 16.15,
            "in_stock": true
        }',
        'a row has a day, and an ISBN keeps its zeros'
    ),
    (
        '{"date": "2026-08-18", "asin": "B0DEMOZ091", "title": "Speaker", "available": "false"}',
        '{"status": "no_offer", "price": null, "in_stock": false}',
        'a blank price is missing'
    ),
    (
        '{"date": "2026-08-18T10:00:00Z", "asin": "B0DEMOZ091", "price": "5", "available": "true"}',
        '{"observed_date": null, "scraped_at": "2026-08-18T10:00:00+00:00"}',
        'a date with a time is an instant'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
